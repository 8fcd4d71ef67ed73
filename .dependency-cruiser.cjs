/** The house's rules: see docs/architecture.md. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'model-stands-alone',
      comment: 'The model is what Kubernetes objects are: it imports nothing outside itself, and no cdk8s.',
      severity: 'error',
      from: { path: '^src/model' },
      to: { pathNot: ['^src/model', '^node_modules/(yaml|zod)/', '^(node:)?(fs|path|net)$'] },
    },
    {
      name: 'constructs-read-no-files',
      comment: 'Synthesis is pure: only the tree touches the disk, and a bundle of the package is copied as it is.',
      severity: 'error',
      from: { path: '^src/constructs', pathNot: '^src/constructs/cleanup/bundle\\.ts$' },
      to: { path: '^(node:)?(fs|child_process|http|https)$' },
    },
    {
      name: 'construct-rooms-share-only-synth',
      comment:
        'Construct rooms use synth, the model, and what programs everywhere need: access and network. Platform uses them all.',
      severity: 'error',
      from: { path: '^src/constructs/(?!platform/)([^/]+)/' },
      to: { path: '^src/constructs/', pathNot: ['^src/constructs/$1/', '^src/constructs/(synth|access|network)/'] },
    },
    {
      name: 'nobody-imports-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/constructs/platform/', '^src/(main|index)\\.ts$'] },
      to: { path: '^src/constructs/platform/' },
    },
    {
      name: 'constructs-load-no-schema-library',
      comment: 'Importing the constructs must stay quick: zod and yaml load only where text is read.',
      severity: 'error',
      from: { path: '^src/constructs' },
      to: { path: '^node_modules/(zod|yaml)/' },
    },
    {
      name: 'analysis-imports-the-model-only',
      comment:
        'The checker works on plain objects, whoever wrote them: no cdk8s, no constructs, no files. Some hold YAML.',
      severity: 'error',
      from: { path: '^src/analysis' },
      to: { pathNot: ['^src/(analysis|model)/', '^node_modules/yaml/', '^(node:)?crypto$'] },
    },
    {
      name: 'findings-know-no-model-of-a-cluster',
      comment: 'Findings, suppressions, baselines and reporters serve the review too.',
      severity: 'error',
      from: { path: '^src/analysis/findings/' },
      to: { path: '^src/analysis/(?!findings/)' },
    },
    {
      name: 'runtime-imports-the-model-only',
      comment: 'The programs in the cluster are one small bundle each: the model, and packages that were measured.',
      severity: 'error',
      from: { path: '^src/runtime' },
      to: {
        pathNot: ['^src/(runtime|model)/', '^node_modules/(aws4fetch|prom-client|yaml|zod)/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'constructs-load-no-command-line',
      comment: 'Importing the package must stay quick; the checker is loaded by a synthesis only, when it runs.',
      severity: 'error',
      from: { path: '^src/constructs/' },
      to: { path: '^node_modules/commander/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-imports-folder-at-run-time',
      comment: 'imports/ is data that kinds and tests are made from.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^imports/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'require', 'node'] },
  },
};
