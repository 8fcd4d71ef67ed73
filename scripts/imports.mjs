/**
 * Makes `imports/`: the schemas of every kind this project knows, reduced to structure.
 *
 *   node scripts/imports.mjs           writes imports/
 *   node scripts/imports.mjs --check   exit 1 and a list of files when imports/ is not what the pins give
 *
 * Needs Go, as the download tool for modules pinned by version and checksum; without it the exit code is 2.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { addEnumerations, readEnumerations } from './enumerations.mjs';

const kubernetes = {
  module: 'k8s.io/kubernetes',
  version: 'v1.36.3',
  sum: 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=',
  definitions: 'pkg/generated/openapi/zz_generated.openapi.go',
  openapi: {
    api__v1: [
      'ConfigMap',
      'LimitRange',
      'Namespace',
      'PersistentVolumeClaim',
      'Pod',
      'ReplicationController',
      'ResourceQuota',
      'Secret',
      'Service',
      'ServiceAccount',
    ],
    'apis__admissionregistration.k8s.io__v1': [
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ],
    apis__apps__v1: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    apis__autoscaling__v2: ['HorizontalPodAutoscaler'],
    apis__batch__v1: ['CronJob', 'Job'],
    'apis__networking.k8s.io__v1': ['Ingress', 'NetworkPolicy'],
    apis__policy__v1: ['PodDisruptionBudget'],
    'apis__rbac.authorization.k8s.io__v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    'apis__scheduling.k8s.io__v1': ['PriorityClass'],
    'apis__storage.k8s.io__v1': ['StorageClass'],
  },
};

/** `crds` maps a file of the module to the kinds taken from it. */
const extensions = [
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.1',
    sum: 'h1:jtwPLEFX9mNj3jSq88ugFcScGnOZVs2DWaXFuZxrRT8=',
    crds: {
      'manifests/crds/application-crd.yaml': ['Application'],
      'manifests/crds/appproject-crd.yaml': ['AppProject'],
    },
  },
  {
    module: 'github.com/argoproj/argo-workflows/v3',
    version: 'v3.7.14',
    sum: 'h1:ptbGB8ljmDgV3PlX0dEMfHwuq1P9DklQ5Hi4XzHBVLA=',
    crds: {
      'manifests/base/crds/full/argoproj.io_clusterworkflowtemplates.yaml': ['ClusterWorkflowTemplate'],
      'manifests/base/crds/full/argoproj.io_cronworkflows.yaml': ['CronWorkflow'],
      'manifests/base/crds/full/argoproj.io_workflows.yaml': ['Workflow'],
      'manifests/base/crds/full/argoproj.io_workflowtemplates.yaml': ['WorkflowTemplate'],
    },
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    crds: {
      'config/crd/bases/keda.sh_scaledjobs.yaml': ['ScaledJob'],
      'config/crd/bases/keda.sh_scaledobjects.yaml': ['ScaledObject'],
    },
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.93.0',
    sum: 'h1:AohlYJT+En8TmNpAcEUJ3GsaJTAqfEBwHmGTVpRm/Io=',
    crds: {
      'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml': ['PodMonitor'],
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml': ['PrometheusRule'],
      'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml': ['ServiceMonitor'],
    },
  },
  {
    module: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    version: 'v1.8.1',
    sum: 'h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI=',
    crds: { 'deploy/vpa-v1-crd-gen.yaml': ['VerticalPodAutoscaler'] },
  },
];

/** The archive reads finished runs, so theirs is the one status that must be described. */
const kindsWithStatus = ['Workflow'];

const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'imports');

function main() {
  const files = [...kubernetesFiles(), ...extensions.flatMap(extensionFiles)];
  const index = files.map(({ path, content }) => ({ path, origin: content.origin, sha256: content.sha256 }));
  const wanted = new Map(files.map(({ path, content }) => [path, text(content)]));
  wanted.set('index.json', text({ files: index.sort((a, b) => (a.path < b.path ? -1 : 1)) }));
  if (process.argv.includes('--check')) check(wanted);
  else write(wanted);
}

function write(wanted) {
  for (const folder of ['kubernetes', 'crds']) rmSync(join(target, folder), { recursive: true, force: true });
  for (const [path, content] of wanted) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
}

function check(wanted) {
  const present = ['kubernetes', 'crds'].flatMap((folder) =>
    existsSync(join(target, folder)) ? readdirSync(join(target, folder)).map((name) => `${folder}/${name}`) : [],
  );
  const differing = [...wanted].filter(([path, content]) => read(path) !== content).map(([path]) => path);
  const foreign = present.filter((path) => !wanted.has(path));
  for (const path of [...differing, ...foreign].sort()) console.error(`imports/${path} differs from its source`);
  if (differing.length + foreign.length > 0) process.exit(1);
}

function read(path) {
  return existsSync(join(target, path)) ? readFileSync(join(target, path), 'utf8') : undefined;
}

/* Sources */

function kubernetesFiles() {
  const directory = download(kubernetes);
  const definitions = fetchSource(kubernetes, directory, kubernetes.definitions);
  const enumerations = readEnumerations(definitions.text);
  return Object.entries(kubernetes.openapi).map(([name, kinds]) => {
    const source = fetchSource(kubernetes, directory, `api/openapi-spec/v3/${name}_openapi.json`);
    const { path, content } = groupVersionFile(source, kinds);
    addEnumerations(content.schemas, enumerations);
    const { origin, sha256 } = definitions.about;
    return { path, content: { ...content, enumerations: { origin, sha256 } } };
  });
}

function extensionFiles(extension) {
  const directory = download(extension);
  return Object.entries(extension.crds).flatMap(([path, kinds]) => {
    const source = fetchSource(extension, directory, path);
    const definitions = parseAllDocuments(source.text).map((document) => document.toJS());
    return kinds.map((kind) =>
      definitionFile(
        source,
        definitions.find((one) => one?.spec?.names?.kind === kind),
      ),
    );
  });
}

function fetchSource({ module, version }, directory, path) {
  const bytes = readFileSync(join(directory, path));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { text: bytes.toString('utf8'), about: { origin: `${module}@${version}:${path}`, version, sha256 } };
}

/** Returns the folder of the unpacked module. */
function download({ module, version, sum }) {
  const workspace = mkdtempSync(join(tmpdir(), 'imports-'));
  const go = spawnSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    cwd: workspace,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' },
  });
  rmSync(workspace, { recursive: true, force: true });
  if (go.error) giveUp('imports need Go on the PATH: it downloads the pinned modules the schemas come from');
  const answer = JSON.parse(go.stdout || '{}');
  if (!answer.Dir) giveUp(`${module}@${version} cannot be downloaded: ${answer.Error ?? go.stderr.trim()}`);
  if (answer.Sum !== sum) giveUp(`${module}@${version} has checksum ${answer.Sum}, pinned is ${sum}`);
  return answer.Dir;
}

function giveUp(message) {
  console.error(message);
  process.exit(2);
}

/* Built-in kinds */

function groupVersionFile({ text: json, about }, kinds) {
  const document = JSON.parse(json);
  const resources = kinds.map((kind) => describeResource(document, kind)).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const { group, version } = resources[0].groupVersion;
  const schemas = {};
  for (const { schema } of resources) collect(schema, document.components.schemas, schemas);
  return {
    path: `kubernetes/${group || 'core'}_${version}.json`,
    content: {
      ...about,
      groupVersion: group ? `${group}/${version}` : version,
      resources: resources.map(({ groupVersion, ...resource }) => resource),
      schemas,
    },
  };
}

/** Plural and scope are in the path that creates objects; kinds there are written as group, version and kind. */
function describeResource(document, kind) {
  const [path, { post }] = Object.entries(document.paths).find(
    ([path, { post }]) =>
      !path.endsWith('}') && post?.['x-kubernetes-group-version-kind']?.kind === kind && !isSubresource(path),
  );
  const groupVersion = post['x-kubernetes-group-version-kind'];
  const [schema] = Object.entries(document.components.schemas).find(([, candidate]) =>
    describes(candidate, groupVersion),
  );
  return {
    kind,
    plural: path.split('/').at(-1),
    namespaced: path.includes('/namespaces/{namespace}/'),
    schema,
    groupVersion,
  };
}

function isSubresource(path) {
  return path.includes('{name}/');
}

function describes(schema, { group, version, kind }) {
  const known = schema['x-kubernetes-group-version-kind'] ?? [];
  return known.some((one) => one.group === group && one.version === version && one.kind === kind);
}

function collect(name, all, into) {
  if (name in into) return;
  into[name] = reduce(all[name]);
  for (const found of JSON.stringify(into[name]).matchAll(/"#\/schemas\/([^"]+)"/g)) collect(found[1], all, into);
}

/* Custom resources */

function definitionFile({ about }, { spec }) {
  const served = spec.versions.filter((version) => version.served);
  const schemas = served.map(({ schema }) => reduce(schema.openAPIV3Schema));
  if (!kindsWithStatus.includes(spec.names.kind)) schemas.forEach(openStatus);
  const shared = share(schemas);
  return {
    path: `crds/${spec.names.plural}.${spec.group}.json`,
    content: {
      ...about,
      group: spec.group,
      kind: spec.names.kind,
      plural: spec.names.plural,
      namespaced: spec.scope === 'Namespaced',
      versions: served.map(({ name, served, storage }, i) => ({ name, served, storage, schema: shared.roots[i] })),
      schemas: shared.schemas,
    },
  };
}

/** Nobody writes a status by hand, and without it the files are half as long. */
function openStatus(schema) {
  if (schema.properties.status) {
    schema.properties.status = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  }
}

/* Structure of a schema */

const kept = new Set(
  `type format required enum default pattern minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength
   minItems maxItems uniqueItems minProperties maxProperties multipleOf nullable`.split(/\s+/),
);
const keptSchema = new Set(['items', 'not', 'additionalProperties']);
const keptList = new Set(['allOf', 'oneOf', 'anyOf']);

/** Keeps what decides whether an object is valid; prose and examples go. */
function reduce(schema) {
  if (schema === null || typeof schema !== 'object') return schema;
  const reduced = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref') reduced.$ref = value.replace('#/components/schemas/', '#/schemas/');
    else if (key === 'properties') reduced.properties = mapValues(value, reduce);
    else if (keptSchema.has(key)) reduced[key] = reduce(value);
    else if (keptList.has(key)) reduced[key] = value.map(reduce);
    else if (kept.has(key) || key.startsWith('x-kubernetes-')) reduced[key] = value;
  }
  return reduced;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/* Sharing: custom resources cannot refer, so a pod's volumes stand in them a dozen times */

const worthSharing = 400;

/** Moves every subschema that occurs in more than one place, and is not tiny, to `schemas`. */
function share(roots) {
  const uses = countUses(roots);
  const names = new Map();
  const schemas = {};

  const place = (schema, name) => {
    const key = text(schema);
    if (uses.get(key) < 2 || JSON.stringify(schema).length < worthSharing) return inside(schema, name);
    if (!names.has(key)) {
      names.set(key, unusedName(name, schemas));
      schemas[names.get(key)] = null; // takes the name before what is inside asks for it
      schemas[names.get(key)] = inside(schema, name);
    }
    return { $ref: `#/schemas/${names.get(key)}` };
  };
  const inside = (schema, name) => mapSubschemas(schema, name, place);

  return { roots: roots.map((root) => inside(root, 'root')), schemas };
}

/** Counts places, not copies: what is inside a repeated schema is used once by it. */
function countUses(roots) {
  const uses = new Map();
  const count = (schema) => {
    const key = text(schema);
    uses.set(key, (uses.get(key) ?? 0) + 1);
    if (uses.get(key) === 1) mapSubschemas(schema, '', count);
  };
  roots.forEach(count);
  return uses;
}

function mapSubschemas(schema, name, change) {
  const changed = { ...schema };
  if (schema.properties) changed.properties = mapValues(sorted(schema.properties), (value, key) => change(value, key));
  if (schema.items) changed.items = change(schema.items, singular(name));
  if (typeof schema.additionalProperties === 'object') {
    changed.additionalProperties = change(schema.additionalProperties, singular(name));
  }
  return changed;
}

function singular(name) {
  return name.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

function unusedName(name, taken) {
  let candidate = name;
  for (let n = 2; candidate in taken; n++) candidate = `${name}-${n}`;
  return candidate;
}

/* Text */

function text(value) {
  return `${JSON.stringify(sorted(value), null, 1)}\n`;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

main();
