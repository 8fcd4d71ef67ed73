import * as z from 'zod/mini';
import { readBy } from '../documents/read-by';
import { kindOf } from '../kinds/registry';
import { Duration } from '../values/duration';
import { readLabelSelector } from '../values/label-selector';
import { dnsLabel, dnsSubdomain, labelKey } from '../values/names';
import { describe, Problems, quote } from '../values/problems';
import { Schedule } from '../values/schedule';
import { resourceOf } from './effective-policy';
import { isProtected } from './protected-namespaces';
import { type Outcome, outcomes, type RetentionPolicy } from './retention-policy';
import { isEnd } from './standing';

const text = z.string().check(z.minLength(1));
const duration = readBy(
  z.union([z.string(), z.number()]),
  Duration.parse,
  'A duration: 90s, 15m, 7d, or a number of seconds',
);
const count = z.int().check(z.minimum(0));
const timeZone = readBy(z.string(), (zone) => Schedule.parse('@daily', zone), 'An IANA time zone, e.g. Europe/Berlin');
const schedule = readBy(z.string(), (expression) => Schedule.parse(expression), 'A schedule, as CronJobs have it');
const labels = z.record(z.string(), z.string());
const apiVersion = z
  .string()
  .check(
    z.regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v\d+((alpha|beta)\d+)?$/, 'is no apiVersion: write e.g. batch/v1'),
  );
const kind = z.string().check(z.regex(/^[A-Z][A-Za-z0-9]*$/, 'is no kind: write e.g. CodeRun'));
const plural = z.optional(readBy(z.string(), dnsLabel, "The kind's name in REST paths, e.g. coderuns"));
const namespaceOrAll = readBy(z.string(), (name) => name === '*' || dnsLabel(name), 'A namespace, or * for all');

const selector = z
  .strictObject({
    matchLabels: z.optional(labels),
    matchExpressions: z.optional(
      z.array(
        z.strictObject({
          key: z.string(),
          operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
          values: z.optional(z.array(z.string())),
        }),
      ),
    ),
  })
  .check((context) => {
    const problems = Problems.none();
    readLabelSelector(context.value, problems);
    for (const problem of problems.all) {
      context.issues.push({ code: 'custom', input: context.value, message: describe(problem) });
    }
  });

const budget = z.strictObject({
  count: z.optional(count),
  percent: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
});

const retention = z.strictObject({
  for: duration,
  action: z.optional(z.enum(['delete', 'report', 'stop'])),
  archive: z.optional(z.boolean()),
  keepLast: z.optional(count),
});

const rule = z
  .strictObject({
    name: readBy(z.string(), dnsLabel, 'As reports and budgets name the rule'),
    apiVersion,
    kind,
    plural,
    namespaces: z.array(namespaceOrAll).check(z.minLength(1)),
    selector: z.optional(selector),
    keep: z.partialRecord(z.enum(outcomes), retention),
    managed: z.optional(z.boolean()),
    budget: z.optional(budget),
  })
  .check(({ value, issues }) => {
    const report = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', input: value, path, message });
    const wrote = Object.entries(value.keep);
    const isMisspelt = issues.some(({ path = [] }) => path[0] === 'keep');
    if (wrote.length === 0 && !isMisspelt) report(['keep'], `names no outcome: use ${outcomes.join(', ')}`);
    if (value.namespaces.includes('*') && value.namespaces.length > 1) {
      report(['namespaces'], '"*" stands for all namespaces, and needs no others beside it');
    }
    const isUnusable = value.apiVersion === 'v1' && ['ConfigMap', 'PersistentVolumeClaim'].includes(value.kind);
    for (const [outcome, { action, keepLast }] of wrote) {
      const isUnused = outcome === 'Unused';
      if (isUnused !== isUnusable) {
        const why = isUnused
          ? 'is said of ConfigMaps and PersistentVolumeClaims only'
          : `is never said of a ${value.kind}`;
        report(['keep', outcome], `${JSON.stringify(outcome)} ${why}`);
      }
      if (keepLast !== undefined && !isEnd(outcome as Outcome)) {
        report(['keep', outcome, 'keepLast'], `is for what has ended, and ${outcome} is no end: leave it out`);
      }
      if (action !== 'stop') continue;
      const isStoppable = /^(argoproj\.io\/\w+\/Workflow|batch\/v1\/Job)$/.test(`${value.apiVersion}/${value.kind}`);
      if (!isStoppable)
        report(['keep', outcome, 'action'], '"stop" is known for Workflows and Jobs only: use "report"');
      if (isStoppable && (isEnd(outcome as Outcome) || isUnused || outcome === 'Suspended')) {
        report(['keep', outcome, 'action'], `"stop" needs something that runs, and ${outcome} does not`);
      }
    }
    if (value.apiVersion === 'v1' && value.kind === 'ConfigMap' && value.selector === undefined) {
      report(['selector'], 'is required for ConfigMaps: most of them are nobody’s to delete');
    }
    const known = kindOf(value.apiVersion, value.kind)?.plural;
    if (known !== undefined && value.plural !== undefined && value.plural !== known) {
      report(['plural'], `${JSON.stringify(value.plural)} is not that of ${value.kind}: leave it out`);
    } else if (value.apiVersion === 'v1' && untouched.includes(resourceOf(value).plural)) {
      const field = value.plural === undefined ? 'kind' : 'plural';
      report([field], `${JSON.stringify(value[field])} is never deleted by a policy`);
    }
  });

/** Of the core group: whatever a policy says, its resources in REST paths. */
const untouched: readonly string[] = ['namespaces', 'nodes', 'persistentvolumes', 'secrets'];

const serverUrl = /^https?:\/\/[^\s/?#@]+\/?$/;

/** Of an object in S3. */
const mostTags = 10;

const s3 = z.strictObject({
  bucket: text,
  region: z.optional(text),
  endpoint: z.optional(
    z.string().check(
      z.regex(
        serverUrl,
        'is no URL of a server: write e.g. https://minio.example.com:9000, without path or credentials',
      ),
      z.refine((written) => URL.canParse(written) || !serverUrl.test(written), {
        error: ({ input }) => `${quote(input)} is no URL: write e.g. https://minio.example.com:9000`,
      }),
    ),
  ),
  pathStyle: z.optional(z.boolean()),
  encryption: z.optional(
    z
      .strictObject({ algorithm: z.enum(['AES256', 'aws:kms']), kmsKeyId: z.optional(text) })
      .check(({ value, issues }) => {
        if (value.algorithm === 'aws:kms' || value.kmsKeyId === undefined) return;
        const message = `is not for ${value.algorithm}, which has no key of yours: use aws:kms, or leave it out`;
        issues.push({ code: 'custom', input: value.kmsKeyId, path: ['kmsKeyId'], message });
      }),
  ),
  tags: z.optional(labels),
  checksum: z.optional(z.enum(['sha256', 'none'])),
});

/** Where and how an archive is kept. */
export const archiveSchema = z
  .strictObject({
    s3: z.optional(s3),
    directory: z.optional(text),
    prefix: z.optional(
      z.string().check(z.regex(/^[\w!*'().-]+(\/[\w!*'().-]+)*$/, 'is no prefix: write e.g. archive or team/archive')),
    ),
    logs: z.optional(z.enum(['failed', 'all', 'none'])),
    retention: z.optional(
      z.strictObject({
        expireAfter: z.optional(duration),
        lock: z.optional(z.strictObject({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), for: duration })),
        legalHold: z.optional(z.boolean()),
      }),
    ),
  })
  .check(({ value, issues }) => {
    if ((value.s3 === undefined) === (value.directory === undefined)) {
      issues.push({
        code: 'custom',
        input: value,
        message: 'names no store or two: set exactly one of s3 and directory',
      });
    }
    const { lock, legalHold, expireAfter } = value.retention ?? {};
    const most = expireAfter === undefined ? mostTags : mostTags - 2;
    const tags = Object.keys(value.s3?.tags ?? {}).length;
    if (tags > most) {
      const why = expireAfter === undefined ? '' : ', two of them for expireAfter';
      issues.push({
        code: 'custom',
        input: value.s3?.tags,
        path: ['s3', 'tags'],
        message: `has ${tags}, and an object of S3 has at most ${mostTags}${why}: leave some out`,
      });
    }
    if (value.directory !== undefined && (lock !== undefined || legalHold === true)) {
      issues.push({
        code: 'custom',
        input: value,
        path: ['retention'],
        message: 'locks objects, and no folder can: use archive.s3, or leave lock and legalHold out',
      });
    }
  });

/** The form of a `RetentionPolicy` in a file; unknown fields are refused, for most are misspelt. */
export const policySchema = z
  .strictObject({
    name: readBy(z.string(), (name) => dnsSubdomain(dnsLabel(name)), 'Under which budgets and sightings are kept'),
    rules: z.array(rule).check(z.minLength(1)),
    timeZone: z.optional(timeZone),
    exemptions: z.optional(
      z.array(
        z.strictObject({ key: readBy(z.string(), labelKey, 'A label or annotation'), value: z.optional(z.string()) }),
      ),
    ),
    holdWindows: z.optional(
      z.array(
        z.strictObject({
          schedule: schedule.check(
            z.refine(
              (written) => !written.trim().startsWith('@every'),
              '"@every" has no times of day: use five fields',
            ),
          ),
          duration: duration.check(
            z.refine((written) => Duration.parse(written).millis <= 7 * 86_400_000, {
              error: ({ input }) => `${quote(input)} is longer than a window may be: at most 7d`,
            }),
          ),
          timeZone: z.optional(timeZone),
          reason: z.optional(z.string()),
        }),
      ),
    ),
    legalHolds: z.optional(
      z.array(
        z.strictObject({
          reason: text,
          for: z.optional(duration),
          namespaces: z.optional(z.array(readBy(z.string(), dnsLabel, 'A namespace'))),
          selector: z.optional(selector),
        }),
      ),
    ),
    budgets: z.optional(
      z.strictObject({ policy: z.optional(budget), namespace: z.optional(budget), rule: z.optional(budget) }),
    ),
    archive: z.optional(archiveSchema),
    protectedNamespaces: z.optional(
      z.array(
        z
          .string()
          .check(z.regex(/^[a-z0-9*]([-a-z0-9*]*[a-z0-9*])?$/, 'is no name of namespaces: * stands for any letters')),
      ),
    ),
    unusedGrace: z.optional(duration),
    clockSkew: z.optional(duration),
    dependents: z.optional(z.array(z.strictObject({ apiVersion, kind, plural }))),
  })
  .check(({ value, issues }) => {
    const seen = new Map<string, number>();
    for (const [index, { name, namespaces, keep }] of value.rules.entries()) {
      for (const [position, namespace] of namespaces.entries()) {
        if (!isProtected(namespace, value.protectedNamespaces ?? [])) continue;
        issues.push({
          code: 'custom',
          input: namespace,
          path: ['rules', index, 'namespaces', position],
          message: `${JSON.stringify(namespace)} is protected, and no policy deletes in it: leave it out`,
        });
      }
      const first = seen.get(name);
      if (first === undefined) seen.set(name, index);
      else {
        issues.push({
          code: 'custom',
          input: name,
          path: ['rules', index, 'name'],
          message: `${JSON.stringify(name)} is the name of rules[${first}] too: reports and budgets could not tell them apart`,
        });
      }
      for (const [outcome, { archive: isArchived }] of Object.entries(keep)) {
        if (isArchived !== true || value.archive !== undefined) continue;
        issues.push({
          code: 'custom',
          input: isArchived,
          path: ['rules', index, 'keep', outcome, 'archive'],
          message: 'true needs a store: set archive.s3 or archive.directory',
        });
      }
    }
  });

z.globalRegistry.add(policySchema, { id: 'RetentionPolicy' });

/** Fails to compile when schema and interface part ways. */
type SameFields<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : never) : never;
const sameFields: SameFields<z.infer<typeof policySchema>, RetentionPolicy> = true;
void sameFields;

/** The form as JSON Schema, for editors. */
export function policyJsonSchema(): unknown {
  return z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' });
}
