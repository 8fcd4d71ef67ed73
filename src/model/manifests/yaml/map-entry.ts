/** Sets a key of a map that is being read; false when it is there already. */
export function addEntry(map: Record<string, unknown>, key: string, value: unknown): boolean {
  // Values are never undefined, and asking for them is cheaper than asking for the key.
  if (map[key] !== undefined && Object.hasOwn(map, key)) return false;
  setEntry(map, key, value);
  return true;
}

/** An assignment to `__proto__`, which a ConfigMap may well hold, would set the prototype. */
export function setEntry(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}
