import { check } from '../analysis/coherence/check';
import { type Finding, formatLocation, formatPath, isAtLeastAsBad } from '../analysis/findings/finding';
import { describePlace, titleOf } from '../analysis/findings/reporters/subject';
import { summaryLine } from '../analysis/findings/reporters/text';
import type { Manifest } from '../model/manifests/manifest';
import { type CheckFlags, readCheckOptions } from './check-options';
import { removeConstructMetadata } from './construct-metadata';
import { packageVersion } from './package-info';
import { readClusters } from './read-clusters';

/** Settings of the plugin, under `properties` in `cdk8s.yaml`; all mean what the options of `steward check` do. */
export type CoherenceValidationProperties = Pick<
  CheckFlags,
  'profile' | 'root' | 'failOn' | 'rule' | 'ignore' | 'baseline'
>;

/** What cdk8s-cli gives to a plugin: its `ValidationContext`, as far as it is used here. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly stdout?: boolean;
  readonly logger: { log(message: string): void };
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

const names = ['profile', 'root', 'failOn', 'rule', 'ignore', 'baseline'];

/**
 * `steward check` as a validation plugin of cdk8s-cli: `cdk8s synth` fails where the manifests of a cluster do not agree.
 *
 * For plugins the CLI makes cdk8s's own `App` write `construct-metadata.json` into the output folder. It is read before the
 * plugins run, and Argo CD would take it for a manifest: it is deleted.
 */
export class CoherenceValidation {
  /** @throws Error when a property is none. */
  constructor(private readonly properties: CoherenceValidationProperties = {}) {
    const unknown = Object.keys(properties).filter((name) => !names.includes(name));
    if (unknown.length > 0)
      throw new Error(`CoherenceValidation: ${unknown.join(', ')} is none of ${names.join(', ')}`);
  }

  /** @throws UsageError when a property is wrong, or a file that it names. */
  async validate(context: ValidationContext): Promise<void> {
    const { manifests, report, logger } = context;
    removeConstructMetadata(manifests);
    const request = readCheckOptions([], this.properties, { defaultPaths: manifests });
    if (context.stdout === true && request.clusters.some(({ name }) => name !== undefined)) {
      logger.log('Coherence is not checked: with --stdout, the folders of the environments are not written.');
      report.submit('success', { Checked: 'nothing' });
      return;
    }
    const read = await readClusters(request.clusters, true, { readStdin: async () => '' });
    const found = check(read.clusters, { ...request, ...read, version: packageVersion() });
    const label = labels(read.clusters.flatMap((cluster) => cluster.manifests));
    for (const finding of found.findings) report.addViolation(violation(finding, label));
    for (const failure of read.failures) report.addViolation(unreadable(failure));
    const { failOn } = request;
    const isBad = ({ severity }: Finding) => failOn !== 'never' && isAtLeastAsBad(severity, failOn);
    const failed = read.failures.length > 0 || found.findings.some(isBad);
    report.submit(failed ? 'failure' : 'success', { Found: summaryLine(found.summary) });
  }
}

function violation({ rule, severity, message, arithmetic = [], fix, at }: Finding, label: Label): Violation {
  const [first, ...others] = at;
  const location = first.object.locate(first.path);
  const elsewhere = others.map(
    (place) => `see ${formatLocation(place.object.locate(place.path))}, ${describePlace(place)}`,
  );
  return {
    ruleName: `${severity} ${rule}`,
    recommendation: [message, ...arithmetic, ...elsewhere].join('; '),
    fix,
    violatingResources: [
      {
        resourceName: label(first.object.manifest),
        locations: [`${formatLocation(location)} ${formatPath(first.path)}`.trimEnd()],
        manifestPath: 'file' in location ? location.file : location.construct,
      },
    ],
  };
}

type Label = (manifest: Manifest) => string;

/** The CLI finds a construct by its object's bare name; where two objects share it, it would name the wrong one. */
function labels(subjects: readonly { readonly manifest: Manifest }[]): Label {
  const names = new Map<string, number>();
  for (const { manifest } of subjects) {
    names.set(manifest.metadata.name, (names.get(manifest.metadata.name) ?? 0) + 1);
  }
  return (manifest) => (names.get(manifest.metadata.name) === 1 ? manifest.metadata.name : titleOf(manifest));
}

function unreadable(failure: string): Violation {
  return { ruleName: 'error unreadable', recommendation: failure, fix: 'mend the file', violatingResources: [] };
}
