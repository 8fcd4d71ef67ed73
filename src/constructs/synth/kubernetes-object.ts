import { ApiObject, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Kind } from '../../model/kinds/kind';
import { canonical } from '../../model/manifests/canonical';
import type { Manifest, ManifestMetadata } from '../../model/manifests/manifest';
import { wholeNumber } from '../../model/values/numbers';
import { describe, type Problem, Problems } from '../../model/values/problems';
import { ignoresOf } from './coherence';
import { heldMetadata } from './held';
import { isMap, mapOf, required } from './input';
import { withPatch } from './json-patch';
import { readMetadata } from './metadata';
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

  /** @param defaults what the object has unless its settings say otherwise */
  constructor(
    scope: Construct,
    id: string,
    private readonly definition: Kind,
    private readonly settings: Props,
    private readonly defaults: Partial<ObjectProps> = {},
  ) {
    const { name, namespace, labels, annotations }: Partial<NamespacedProps> = settings ?? {};
    super(scope, id, {
      apiVersion: definition.apiVersion,
      kind: definition.kind,
      metadata: {
        name: name ?? defaults.name,
        namespace,
        labels: { ...defaults.labels, ...plain(labels) },
        annotations: { ...defaults.annotations, ...plain(annotations) },
      },
    });
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
    const { name, syncWave } = this.defaults;
    const settings = isMap(this.settings) ? resolveTokens(this.settings, this) : ({} as Props);
    return { ...settings, name: settings.name ?? name, syncWave: settings.syncWave ?? syncWave };
  }

  private render(): Rendering {
    if (latest?.object === this) return latest.rendering;
    const rendering = this.renderAnew();
    if (isSynthesizing) latest = { object: this, rendering };
    return rendering;
  }

  private renderAnew(): Rendering {
    const problems = Problems.none();
    if (!isMap(this.settings)) problems.invalid('', this.settings, 'is no map of settings: write { name: … }');
    const props = this.resolvedSettings();
    problems.read('syncWave', props.syncWave, wholeNumber(-(2 ** 31)));
    const object = {
      // What a value type throws is a problem of the object as a whole.
      ...problems.read('', props, (settings) => this.body(settings, problems)),
      apiVersion: this.definition.apiVersion,
      kind: this.definition.kind,
      metadata: readMetadata(this.fullMetadata(props, problems), this.definition, problems),
    };
    const manifest = problems.read('', this.patched(object, problems), (value) => canonical(value, this.definition));
    return { manifest: manifest ?? (object as Manifest), problems: problems.all, warnings: problems.warnings };
  }

  /** What cdk8s holds, which charts and `addLabel` add to, and the settings that it could not take when constructed. */
  private fullMetadata({ name, labels, annotations, syncWave }: Props, problems: Problems): ManifestMetadata {
    required(name, 'name', problems);
    const given = this.settings as Props | undefined;
    const held = this.heldMetadata(problems);
    return {
      ...held,
      name,
      labels: { ...held.labels, ...(!plain(given?.labels) && mapOf(labels, 'labels', problems)) },
      annotations: {
        ...(syncWave !== undefined && { [syncWaveAnnotation]: String(syncWave) }),
        ...ignoresOf(this),
        ...held.annotations,
        ...(!plain(given?.annotations) && mapOf(annotations, 'annotations', problems)),
      },
    };
  }

  private heldMetadata(problems: Problems): Partial<ManifestMetadata> {
    try {
      return heldMetadata(this);
    } catch (error) {
      problems.report('metadata', `cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
      return { namespace: this.metadata.namespace };
    }
  }

  private patched<T extends object>(object: T, problems: Problems): T {
    return this.jsonPatches.reduce((document, patch) => {
      return problems.read('', document, (value) => withPatch(value, patch)) ?? document;
    }, object);
  }
}

Object.defineProperty(KubernetesObject.prototype, brand, { value: true });

let isSynthesizing = false;

/** A synthesis asks each object for its problems, its form and its warnings before it turns to the next. */
let latest: { readonly object: KubernetesObject; readonly rendering: Rendering } | undefined;

/** Runs a synthesis during which no settings change, and each object renders once. */
export function renderingOnce<T>(synthesis: () => T): T {
  isSynthesizing = true;
  try {
    return synthesis();
  } finally {
    isSynthesizing = false;
    latest = undefined;
  }
}

/** A map that is no token. */
function plain<T>(map: T): T | undefined {
  return (map as object | undefined)?.constructor === Object ? map : undefined;
}
