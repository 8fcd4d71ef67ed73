import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Kind } from '../../model/kinds/kind';
import { canonical } from '../../model/manifests/canonical';
import type { Manifest, ManifestMetadata } from '../../model/manifests/manifest';
import { dnsLabel, dnsSubdomain, labelKey, labelValue } from '../../model/values/names';
import { wholeNumber } from '../../model/values/numbers';
import { describe, InvalidValue, type Problem, Problems, quote } from '../../model/values/problems';
import { syncWaveAnnotation } from './sync-wave';
import { resolveTokens } from './tokens';

const brand = Symbol.for('cdk8s-steward.KubernetesObject');

/** What every object takes. */
export interface ObjectProps {
  /** The object's name, exactly as it is rendered: no hash, no generated part. */
  readonly name: string;
  /** @default - only those of the chart */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Orders the object among others when Argo CD syncs: lower waves first.
   * @default - no annotation, which Argo CD reads as wave 0
   */
  readonly syncWave?: number;
}

/** What every object inside a namespace takes. */
export interface NamespacedProps extends ObjectProps {
  /** @default - the namespace of the chart; an error when that has none either */
  readonly namespace?: string;
}

/** An object ready to be written, and what is wrong with it. */
interface Rendering {
  readonly manifest: Manifest;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The part of an object that its settings decide; apiVersion, kind and metadata are added around it. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * A Kubernetes object, the base of every construct here. It is an `ApiObject`, so it works in any cdk8s `App` and
 * `Chart`, with `Lazy` values, `addDependency` and JSON patches; it renders in canonical form.
 *
 * Settings are read when the object renders. What is wrong with them is reported by `validate`, all together, when the
 * app is synthesized, and `toJson` throws.
 */
export abstract class KubernetesObject<Props extends ObjectProps = ObjectProps> extends ApiObject {
  /** An ApiObject answers `instanceof` for every ApiObject: hence a brand of our own. */
  static override [Symbol.hasInstance](value: unknown): value is KubernetesObject {
    return typeof value === 'object' && value !== null && brand in value;
  }

  private readonly jsonPatches: JsonPatch[] = [];
  private readonly doubts: string[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly definition: Kind,
    private readonly settings: Props,
  ) {
    const { name, labels, syncWave } = settings;
    const wave = syncWave === undefined ? undefined : { [syncWaveAnnotation]: String(syncWave) };
    super(scope, id, {
      apiVersion: definition.apiVersion,
      kind: definition.kind,
      metadata: {
        name,
        namespace: (settings as NamespacedProps).namespace,
        labels: { ...labels },
        annotations: { ...settings.annotations, ...wave },
      },
    });
    Object.defineProperty(this, brand, { value: true });
    this.node.addValidation({ validate: () => this.render().problems.map(describe) });
  }

  /** Everything but apiVersion, kind and metadata. Problems go to the collector; what could not be read is left out. */
  protected abstract body(props: Props, problems: Problems): Body;

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.jsonPatches.push(...operations);
  }

  /**
   * The object in canonical form, patches applied.
   *
   * @throws Error that lists all problems with this object's settings.
   */
  override toJson(): Manifest {
    const { manifest, problems } = this.render();
    if (problems.length === 0) return manifest;
    throw new Error(problems.map((problem) => `${this.node.path}: ${describe(problem)}`).join('\n'));
  }

  /** What a reader should know although the object renders: one line each, without the construct's path. */
  get warnings(): string[] {
    return [...this.doubts, ...this.render().warnings.map(describe)];
  }

  /** Adds a line that `StewardApp` prints when it renders the object. */
  addWarning(warning: string): void {
    this.doubts.push(warning);
  }

  /** The settings with `Lazy` values and tokens replaced. */
  protected resolvedSettings(): Props {
    return resolveTokens(this.settings, this);
  }

  private render(): Rendering {
    const known = renderings?.get(this);
    if (known) return known;
    const rendering = this.renderAnew();
    renderings?.set(this, rendering);
    return rendering;
  }

  private renderAnew(): Rendering {
    const problems = Problems.none();
    const props = this.resolvedSettings();
    problems.read('syncWave', props.syncWave, wholeNumber(-(2 ** 31)));
    const object = {
      ...this.body(props, problems),
      apiVersion: this.definition.apiVersion,
      kind: this.definition.kind,
      metadata: readMetadata(this.metadata.toJson(), this.definition, problems),
    };
    const manifest = problems.read('', object, (value) => canonical(this.patched(value, problems), this.definition));
    return { manifest: manifest ?? (object as Manifest), problems: problems.all, warnings: problems.warnings };
  }

  private patched<T extends object>(object: T, problems: Problems): T {
    // A patch must not reach the settings through shared references; cdk8s's apply copies only the operations.
    return this.jsonPatches.reduce((document, patch) => {
      try {
        return JsonPatch.apply(structuredClone(document), patch);
      } catch (error) {
        const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
        problems.report('', `has a JSON patch that matches nothing: ${reason}`);
        return document;
      }
    }, object);
  }
}

/** Renderings shared by validation and output within one synthesis, so that each object renders once. */
let renderings: WeakMap<object, Rendering> | undefined;

/** Runs a synthesis during which no settings change, and each object renders once. */
export function renderingOnce<T>(synthesis: () => T): T {
  renderings = new WeakMap();
  try {
    return synthesis();
  } finally {
    renderings = undefined;
  }
}

function readMetadata(metadata: ManifestMetadata, kind: Kind, problems: Problems): ManifestMetadata {
  const { namespace, ...rest } = metadata;
  problems.read('name', rest.name, nameRule(kind));
  const labels = problems.at('labels');
  for (const [key, value] of Object.entries(rest.labels ?? {})) {
    labels.read('', key, labelKey);
    labels.read(key, value, labelValue);
  }
  const annotations = problems.at('annotations');
  for (const [key, value] of Object.entries(rest.annotations ?? {})) {
    annotations.read('', key, labelKey);
    annotations.read(key, value, annotationValue);
  }
  // A chart's namespace reaches every object in it, also those that have none.
  if (!kind.namespaced) return rest;
  if (namespace === undefined) {
    problems.report('namespace', `is required: ${kind.kind} is namespaced; set it here or on the chart`);
    return rest;
  }
  problems.read('namespace', namespace, dnsLabel);
  return { ...rest, namespace };
}

function nameRule(kind: Kind): (name: string) => string {
  return kind.kind === 'Namespace' ? dnsLabel : dnsSubdomain;
}

function annotationValue(value: unknown): unknown {
  if (typeof value === 'string') return value;
  throw new InvalidValue(value, `is not a string: write it as "${String(value)}"`);
}

/** A property that is required by the type, but may be missing in JavaScript or behind a `Lazy`. */
export function required<T>(value: T | undefined | null, property: string, problems: Problems): T | undefined {
  if (value !== undefined && value !== null) return value;
  return problems.report(property, `is required: got ${quote(value)}`);
}
