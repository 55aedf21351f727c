extension FHIRBundle.Entry {
  /// The one resource of a file without a Bundle.
  static func read(resource: JSONNode, index: Int) -> FHIRBundle.Entry {
    make(index, path: resource.path, fullURL: nil, resource: resource, method: nil)
  }

  /// One item of `Bundle.entry`. Never throws: a broken entry becomes a refused row, not the end of the file.
  static func read(_ node: JSONNode, index: Int) -> FHIRBundle.Entry {
    do throws(MappingStop) {
      let fullURL = try node.string("fullUrl").map(ReferenceIndex.normalized)
      let method = try node.member("request")?.string("method")
      return make(index, path: node.path, fullURL: fullURL, resource: try node.member("resource"), method: method)
    } catch {
      return broken(index, path: node.path, error)
    }
  }

  private static func make(
    _ index: Int, path: JSONPath, fullURL: String?, resource: JSONNode?, method: String?
  ) -> FHIRBundle.Entry {
    do throws(MappingStop) {
      return FHIRBundle.Entry(
        index: index, fullURL: fullURL, resourceType: try resource?.requiredString("resourceType"),
        id: try resource?.string("id"), path: path, resource: resource, method: method, fault: nil)
    } catch {
      return broken(index, path: path, error)
    }
  }

  private static func broken(_ index: Int, path: JSONPath, _ fault: MappingStop) -> FHIRBundle.Entry {
    FHIRBundle.Entry(
      index: index, fullURL: nil, resourceType: nil, id: nil, path: path, resource: nil, method: nil, fault: fault)
  }

  /// Nil when the entry has neither a fullUrl nor an id.
  var source: SourceID? {
    guard let resourceType, let id = fullURL ?? id else { return nil }
    let urn = "urn:uuid:"
    return SourceID(resourceType: resourceType, id: id.hasPrefix(urn) ? String(id.dropFirst(urn.count)) : id)
  }

  /// `https://host/base/` when the fullUrl is `https://host/base/<type>/<id>`.
  var base: String? {
    guard let fullURL, let resourceType, let id, fullURL.hasPrefix("http") else { return nil }
    let tail = resourceType + "/" + id
    return fullURL.hasSuffix("/" + tail) ? String(fullURL.dropLast(tail.count)) : nil
  }
}
