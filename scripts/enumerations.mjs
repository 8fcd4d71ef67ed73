/**
 * Enumerations of built-in kinds. Kubernetes publishes its OpenAPI without them; the generated Go definitions, which an
 * API server makes its own OpenAPI from, have them.
 */

/** Reads the generated Go file: enumerations by the name of the definition's function. */
export function readEnumerations(go) {
  const found = new Map();
  let definition = '';
  let property = '';
  for (const line of go.split('\n')) {
    const [, name] = /^func schema_(\w+)\(/.exec(line) ?? [];
    const [, key] = /^\t{5}"([^"]+)": \{$/.exec(line) ?? [];
    const [, indent, values] = /^(\t+)Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line) ?? [];
    if (name) definition = name;
    else if (key) property = key;
    else if (values) {
      const list = found.get(definition) ?? [];
      list.push({ property, values: JSON.parse(`[${values}]`), isOfItems: indent.length > 7 });
      found.set(definition, list);
    }
  }
  return found;
}

/** Adds to schemas by their OpenAPI names what `readEnumerations` found. */
export function addEnumerations(schemas, enumerations) {
  for (const [name, { properties }] of Object.entries(schemas)) {
    const definition = name.replace(/^io\.k8s\.api\./, 'k8sio_api_').replaceAll('.', '_');
    for (const { property, values, isOfItems } of enumerations.get(definition) ?? []) {
      const schema = properties[property];
      (isOfItems ? (schema.items ?? schema.additionalProperties) : schema).enum = values;
    }
  }
}
