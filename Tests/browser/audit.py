"""Looks at one page in light and dark, wide and narrow: rules of WCAG 2.1 A and AA, width, headings, names."""

import json
import re
import urllib.parse

from axe_playwright_python.base import AXE_SCRIPT

import product

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
RUN = """options => axe.run(document, options).then(({ violations }) => violations.map((rule) => ({
  id: rule.id, nodes: rule.nodes.map((node) =>
    `${node.target.join(' ')} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`),
})))"""
SHAPE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const labels = ['aria-labelledby', 'aria-describedby'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].flatMap((element) => element.getAttribute(name).trim().split(/\\s+/)));
  return {
    title: document.title, lang: document.documentElement.lang, headings: document.querySelectorAll('h1').length,
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    nameless: labels.filter((id) => !document.getElementById(id)),
    inline: document.querySelectorAll('[style], style, [onclick]').length,
    levels: [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map((element) => +element.tagName[1]),
  };
}"""
# What sticks out, unless something around it scrolls.
WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const scrolls = (element) => element
    && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
  const out = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element.parentElement);
  });
  const shown = out.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
  return [`${document.documentElement.scrollWidth} px`, ...shown];
}"""

seen = set()


def patterns():
    """Patterns of GET routes, the more literal first, with expressions that match their paths."""
    found = [pattern for method, pattern in product.routes() if method == "GET"]
    found.sort(key=lambda pattern: [part.startswith("{") for part in pattern.split("/")])
    return [(pattern, re.compile(re.sub(r"{\w+}", "[^/]+", pattern))) for pattern in found]


def pattern_of(url):
    path = urllib.parse.urlsplit(url).path
    return next((pattern for pattern, match in patterns() if match.fullmatch(path)), None)


def audit(page, name=None):
    """Every problem of the page as it is now, one line each."""
    pattern = pattern_of(page.url)
    seen.add(pattern)
    name = f"{name or pattern} ({page.locator('html').get_attribute('lang')})"
    problems = []
    size = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # Colours fade from one scheme to the other; axe would measure them on the way.
            page.evaluate("() => document.getAnimations().forEach((fade) => fade.finish())")
            for rule in page.evaluate(RUN, OPTIONS):
                problems.append(f"{name} {scheme} {width}: {rule['id']}: {'; '.join(rule['nodes'][:3])[:400]}")
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate(WIDE)
    if wide:
        problems.append(f"{name}: wider than 320 px: {wide}")
    problems += [f"{name}: {problem}" for problem in shape(page.evaluate(SHAPE))]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    return problems


def shape(found):
    if found["headings"] != 1:
        yield f"{found['headings']} h1"
    if found["twice"]:
        yield f"ids that stand twice: {sorted(set(found['twice']))}"
    if found["nameless"]:
        yield f"names that point nowhere: {sorted(set(found['nameless']))}"
    if found["inline"]:
        yield f"{found['inline']} elements with inline style or script"
    if not found["title"].strip() or not found["lang"]:
        yield f"title {found['title']!r}, language {found['lang']!r}"
    levels = found["levels"]
    if any(deep > shallow + 1 for shallow, deep in zip(levels, levels[1:])):
        yield f"headings skip a level: {json.dumps(levels)}"


def crawl(request, starts, each=4):
    """One address for each pattern of a page that links lead to, a few of each pattern read for more links."""
    found, count, queue, known = {}, {}, list(starts), set(starts)
    while queue:
        url = queue.pop(0)
        pattern = pattern_of(url)
        if pattern is None or count.get(pattern, 0) >= each:
            continue
        count[pattern] = count.get(pattern, 0) + 1
        answer = request.get(url)
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        reached = pattern_of(answer.url)
        found.setdefault(reached, urllib.parse.urlsplit(answer.url)._replace(scheme="", netloc="").geturl())
        for link in re.findall(r'href="(/[^"#]*)', answer.text()):
            link = link.replace("&amp;", "&")
            # The page above a linked one may be linked from nowhere else.
            for address in (link, link.split("?")[0].rpartition("/")[0]):
                if address and address not in known and "lang=" not in address and not address.startswith("/static/"):
                    known.add(address)
                    queue.append(address)
    return found
