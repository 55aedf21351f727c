# Copies static files to a folder and compresses them beforehand for nginx's gzip_static: precompress FROM TO
precompress() {
  local from=$1 to=$2 file
  mkdir -p "$to"
  cp -ru "$from/." "$to/"
  # What vanished at the source must vanish here.
  (cd "$to" && find . -type f ! -name '*.gz') | while IFS= read -r file; do
    [ -e "$from/$file" ] || rm -f "$to/$file" "$to/$file.gz"
  done
  find "$to" -type f \( -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name '*.html' -o -name '*.json' \) |
    while IFS= read -r file; do
      [ "$file.gz" -nt "$file" ] || gzip -9 -n -k -f "$file"
    done
}
