/** A fault that one of the two finds: where, and in its words. */
export interface Fault {
  readonly path: string;
  readonly text: string;
}

/** Something the checker and ajv see differently, since an API server does as the checker says. */
export interface Difference {
  readonly why: string;
  /** Of what kind, and which field of the accepted object of that kind to change to what. */
  readonly example: readonly [kind: string, path: string, value: unknown];
  is(fault: Fault, object: unknown): boolean;
}

const end = (...names: readonly string[]) => new RegExp(`(^|\\.)(${names.join('|')})$`);

/** What ajv finds and the checker does not. */
export const onlyAjv: readonly Difference[] = [
  {
    why: 'what is written as status is dropped, of the object and of claim templates in it',
    example: ['StatefulSet', 'spec.volumeClaimTemplates.0.status.phase', 'Bogus'],
    is: ({ path }) => /^(.*Templates\[\d+\]\.)?status\b/.test(path),
  },
  {
    why: 'the absence of some required fields is taken for the zero value',
    example: ['LimitRange', 'spec.limits', undefined],
    is: ({ path, text }) => {
      const fields = [
        'httpHeaders\\[\\d+\\]\\.value',
        'sysctls\\[\\d+\\]\\.value',
        'sleep\\.seconds',
        'iscsi\\.lun',
        'preference',
        'spec\\.limits',
        'podFailurePolicy\\.rules',
        'dataSource\\.kind',
        'resource\\.kind',
      ];
      return text.endsWith(' is required') && end(...fields).test(path);
    },
  },
  {
    why: 'an empty string is the zero value of an enumeration in a built-in kind',
    example: ['CronJob', 'spec.concurrencyPolicy', ''],
    is: ({ path, text }, object) => text.includes('must be one of') && valueAt(object, path) === '',
  },
  {
    why: 'a stop signal is looked at behind a feature gate only',
    example: ['Pod', 'spec.containers.0.lifecycle', { stopSignal: 'Bogus' }],
    is: ({ path }) => path.endsWith('stopSignal'),
  },
  {
    why: 'items without the field that tells them apart are not compared; it is said where it is required',
    example: ['ServiceAccount', 'secrets', [{ namespace: 'a' }, { namespace: 'b' }]],
    is: ({ text }) => text.endsWith('two items of the same keys'),
  },
  {
    why: 'Go reads over line breaks in base64',
    example: ['Secret', 'data.a', 'YQ=\n=\n'],
    is: ({ path, text }, object) => text.endsWith('must be byte') && /[\r\n]/.test(String(valueAt(object, path))),
  },
  {
    why: 'Go reads quantities without a digit as zero, and with space around them',
    example: ['ResourceQuota', 'spec.hard.pods', ' 3'],
    is: ({ text }) => text.endsWith('must be a quantity'),
  },
];

/** What the checker finds and ajv does not. */
export const onlyChecker: readonly Difference[] = [
  {
    why: 'some enumerations are in the server, and in no schema',
    example: ['HorizontalPodAutoscaler', 'spec.metrics.0.type', 'Custom'],
    is: ({ path, text }) => {
      const fields = [
        'metrics\\[\\d+\\](\\..*)?\\.type',
        'policies\\[\\d+\\]\\.type',
        'selectPolicy',
        'operator',
        'whenDeleted',
        'whenScaled',
        'restartPolicy',
        'os\\.name',
        'roleRef\\.kind',
        'subjects\\[\\d+\\]\\.kind',
        'parameterNotFoundAction',
        'onPodConditions\\[\\d+\\]\\.status',
      ];
      return text.includes('; it takes ') && end(...fields).test(path);
    },
  },
  {
    why: 'some fields are required by the server, and by no schema',
    example: ['Pod', 'spec.containers.0.image', undefined],
    is: ({ path, text }) => {
      const fields = [
        'image',
        'accessModes',
        'resources',
        'template',
        'policyName',
        'matchConstraints',
        'mutations',
        'resourceRules\\[\\d+\\]\\.\\w+',
        'paramKind\\.\\w+',
      ];
      return text.includes(' is missing in ') && end(...fields).test(path);
    },
  },
  {
    why: 'null is absent as a value only: an unknown name is refused before it',
    example: ['ConfigMap', 'surplus', null],
    is: ({ path, text }, object) => text.includes(' is no field of ') && valueAt(object, path) === null,
  },
  {
    why: 'Go holds the number of an int-or-string in 32 bits',
    example: ['PodDisruptionBudget', 'spec.maxUnavailable', 2 ** 31],
    is: ({ path, text }) =>
      / (above|below) -?214748364/.test(text) && end('port', 'targetPort', 'max\\w+', 'min\\w+').test(path),
  },
  {
    why: 'to a definition, what exceeds 64 bits is no integer',
    example: ['PrometheusRule', 'spec.groups.0.rules.0.expr', 2 ** 63],
    is: ({ text }) => / (above|below) -?92233720368547758/.test(text),
  },
  {
    why: 'the server fills in the protocol before it compares ports',
    example: ['Pod', 'spec.containers.0.ports', [{ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }]],
    is: ({ text }) => / repeats (containerPort|port) /.test(text),
  },
];

/** The value at a path in the words of ajv. */
function valueAt(object: unknown, path: string): unknown {
  const steps = path.split(/\.|\[(\d+)\]\.?/).filter((step) => step !== undefined && step !== '');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object);
}
