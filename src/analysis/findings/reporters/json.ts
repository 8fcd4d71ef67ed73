import { type Finding, formatPath, type Place } from '../finding';
import type { Report } from '../report';

/** A report as JSON in the form of `docs/findings.schema.json`. The form's version changes when a reader must. */
export function jsonReport({ findings, suppressed, skipped, summary }: Report): string {
  const value = {
    version: 1,
    findings: findings.map(findingJson),
    suppressed: suppressed.map(({ finding, reason }) => ({ ...findingJson(finding), reason })),
    skipped: skipped.map(({ file, line, why }) => ({ file, line, why })),
    summary,
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Absent values are left out by JSON itself. */
function findingJson({ rule, severity, cluster, message, fix, at, arithmetic }: Finding) {
  return { rule, severity, cluster, message, fix, objects: at.map(objectJson), arithmetic: arithmetic ?? [] };
}

function objectJson({ object, path }: Place) {
  const { apiVersion, kind, metadata } = object.manifest;
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
  return { apiVersion, kind, namespace, name: metadata.name, ...object.locate(path), path: formatPath(path) };
}
