import { makeFleet } from './fleet.mjs';
import { namespace, namespaceObjects, priorityClass } from './objects.mjs';

/*
 * The reference objects with a hole `«field»` wherever a value of the fleet goes; the peers that have a language of their
 * own fill in the holes by its means. So all of them render what objects.mjs says.
 */

const sample = makeFleet(1);
const sampleNamespace = sample.namespaces[0];
const samplePriorityClass = sample.priorityClasses[0];

/** The fields of a namespace and of a priority class, each `'number'` or `'string'`. */
export const namespaceFields = typesOf(sampleNamespace);
export const priorityClassFields = typesOf(samplePriorityClass);

export const templates = {
  priorityClass: priorityClass(holesFor(samplePriorityClass)),
  namespace: namespace(holesFor(sampleNamespace)),
  objects: namespaceObjects(holesFor(sampleNamespace)),
};

/** The field whose hole is the whole text, if one is. */
export function wholeHole(text) {
  return /^«(\w+)»$/.exec(text)?.[1];
}

/** A template as an expression of a language with literals, references and `+` for strings. */
export function expression(value, language) {
  if (Array.isArray(value)) return language.list(value.map((item) => expression(item, language)));
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return language.map(entries.map(([key, item]) => `${JSON.stringify(key)}: ${expression(item, language)}`));
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  const parts = value.split(/(«\w+»)/).filter((part) => part !== '');
  if (parts.length === 0) return '""';
  return parts.map((part) => (wholeHole(part) ? language.field(wholeHole(part)) : JSON.stringify(part))).join(' + ');
}

function holesFor(entry) {
  return Object.fromEntries(Object.keys(entry).map((field) => [field, `«${field}»`]));
}

function typesOf(entry) {
  return Object.fromEntries(Object.entries(entry).map(([field, value]) => [field, typeof value]));
}
