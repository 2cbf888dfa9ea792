/**
 * The layers of the library, lowest first. A folder imports folders of earlier lines only; folders of one line are
 * siblings and do not know each other. Type-only imports count.
 */
const layers = [
  ['errors'],
  ['model'],
  ['schema', 'query'],
  ['definition'],
  ['view'],
  ['registration'],
  ['mixins', 'module'],
];

/** Separate entry points (`nestjs-restview/testing`): each its own folder, on top of all layers. */
const entryPoints = ['testing', 'files'];

/** An entry point that stands by itself: it loads in a browser, so it knows neither the library nor any package. */
const alone = 'client';

/** All that the library may import besides itself and Node: its peer dependencies. */
const peers = [
  '@nestjs/(common|core|swagger)',
  'typeorm',
  'class-validator',
  'class-transformer',
  'reflect-metadata',
  'rxjs',
];

const source = '^libs/restview/src/';
const table = [...layers, entryPoints];

/** What a folder of this row must not import: its siblings, and everything above it. */
const higherOrSibling = (folder, row) =>
  table
    .slice(row)
    .flat()
    .filter((other) => other !== folder);

const layerRules = table.flatMap((folders, row) =>
  folders.map((folder) => ({
    name: `${folder}-imports-lower-layers-only`,
    severity: 'error',
    from: { path: `${source}${folder}/` },
    to: { path: `${source}((${higherOrSibling(folder, row).join('|')})/|index\\.ts$)` },
  })),
);

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: `${alone}-imports-nothing`,
      severity: 'error',
      from: { path: `${source}${alone}/` },
      to: { pathNot: `${source}${alone}/` },
    },
    {
      name: `nothing-imports-${alone}`,
      severity: 'error',
      from: { path: source, pathNot: `${source}${alone}/` },
      to: { path: `${source}${alone}/` },
    },
    {
      name: 'every-folder-has-a-layer',
      comment: 'A new folder gets a line in the table above.',
      severity: 'error',
      from: { path: `${source}[^/]+/`, pathNot: `${source}(${[...table.flat(), alone].join('|')})/` },
      to: {},
    },
    {
      name: 'library-imports-peers-only',
      comment: 'No HTTP platform, no database driver, no package that the user has not installed.',
      severity: 'error',
      from: { path: source },
      to: { path: 'node_modules/', pathNot: `node_modules/(${peers.join('|')})/` },
    },
    {
      name: 'library-stands-alone',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test|bench|scripts)/' },
    },
    { name: 'not-unresolvable', severity: 'error', from: { path: source }, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['restview-source', 'types', 'import', 'default'],
    },
  },
};
