import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { cronJob } from '../../model/kinds/cron-job';
import { Duration, type DurationLike } from '../../model/values/duration';
import { wholeNumber } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { Schedule } from '../../model/values/schedule';
import { flag, isMap, readRequired, required } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

export interface CronJobProps extends NamespacedProps {
  /** When it starts: five fields, or `@daily` and the like. */
  readonly schedule: string;
  /** IANA name. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** Whether it starts at all. @default false */
  readonly suspend?: boolean;
  /** How late it may start. A start that is missed is missed: nothing catches up. @default '1h' */
  readonly startingDeadline?: DurationLike;
  /** How long it may run. @default '2h' */
  readonly deadline?: DurationLike;
  /** Jobs that are kept after they ended, of each outcome. @default 3 */
  readonly history?: number;
  /** Labels of its pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly pod: k8s.PodSpec;
}

/** A program that runs at times, one at a time, and is never tried again before its next time. */
export class CronJob extends KubernetesObject<CronJobProps> {
  constructor(scope: Construct, id: string, props: CronJobProps) {
    super(scope, id, cronJob, props);
  }

  protected body(props: CronJobProps, problems: Problems): Body {
    const { timeZone = 'Etc/UTC', podLabels, pod } = props;
    problems.read('name', props.name, shortName);
    const schedule = readRequired('schedule', props.schedule, problems, (written) => Schedule.parse(written));
    problems.read('timeZone', timeZone, (zone) => Schedule.parse('@daily', zone));
    refuseGaps(required(pod, 'pod', problems, 'what runs'), problems.at('pod'));
    const startingDeadlineSeconds = problems.read('startingDeadline', props.startingDeadline ?? '1h', atLeast(10));
    const activeDeadlineSeconds = problems.read('deadline', props.deadline ?? '2h', atLeast(1));
    const history = problems.read('history', props.history ?? 3, wholeNumber(0));
    const suspend = problems.read('suspend', props.suspend, flag);
    return {
      spec: {
        schedule: schedule?.expression,
        timeZone,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds,
        successfulJobsHistoryLimit: history,
        failedJobsHistoryLimit: history,
        ...(suspend === true && { suspend }),
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds,
            template: {
              ...(podLabels && { metadata: { labels: podLabels } }),
              spec: { restartPolicy: 'Never', ...pod },
            },
          },
        },
      },
    };
  }
}

/** A null in a list is an empty text to the API server, and nobody's wish. */
function refuseGaps(value: unknown, problems: Problems): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      required(item, index, problems, 'a list has no gaps');
      refuseGaps(item, problems.at(index));
    });
  } else if (isMap(value)) {
    for (const [key, inner] of Object.entries(value)) refuseGaps(inner, problems.at(key));
  }
}

/** The controller adds eleven characters to the names of the Jobs that it makes. */
function shortName(name: string): string {
  if (name.length <= 52) return name;
  throw new InvalidValue(name, `is too long for a CronJob: ${name.length} characters, at most 52 are allowed`);
}

/** The controller looks every ten seconds: a shorter starting deadline misses starts. */
function atLeast(least: number): (value: DurationLike) => number {
  return (value) => {
    const seconds = Duration.parse(value).toSeconds();
    if (seconds >= least) return seconds;
    throw new InvalidValue(value, `is too short: at least ${least} s`);
  };
}
