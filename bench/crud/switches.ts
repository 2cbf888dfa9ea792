/** Ways of our own that the library can do without, as its tests do; `BENCH_WITHOUT` names them. */
const SWITCHES = {
  hydration: { file: 'view/loading/read-entities.js', object: 'generatedHydration' },
  projections: { file: 'schema/projection.js', object: 'generatedProjections' },
  queries: { file: 'model/statements/kept-queries.js', object: 'keptQueries' },
  statements: { file: 'model/statements/run-sql.js', object: 'leanStatements' },
  count: { file: 'view/page-count.js', object: 'countsBeside' },
  texts: { file: 'model/write-statements.js', object: 'keptTexts' },
  plain: { file: 'view/bracket/is-plain-write.js', object: 'plainWrites' },
} as const satisfies Record<string, { readonly file: string; readonly object: string }>;

export type SwitchName = keyof typeof SWITCHES;

/** A set of switches that are off together. */
export type Without = readonly SwitchName[];

/** Reads `hydration,statements+replies`: a contender with each of the two, the other one without both. */
export function readWithout(text: string): readonly Without[] {
  return text.split(',').map((part) => part.split('+').map(switchOf));
}

function switchOf(name: string): SwitchName {
  const known = Object.keys(SWITCHES) as SwitchName[];
  const found = known.find((one) => one === name);
  if (found === undefined) throw new Error(`BENCH_WITHOUT knows ${known.join(', ')}; it does not know "${name}".`);
  return found;
}

/** Turns switches of this process off; before an application starts. */
export async function turnOff(names: Without): Promise<void> {
  for (const name of names) {
    const { file, object } = SWITCHES[name];
    // From bench/dist/crud. They are not public: the build is asked by path, which is the module that a view runs.
    const url = new URL(`../../../libs/restview/dist/${file}`, import.meta.url);
    const module = (await import(url.href)) as Readonly<Record<string, { isOn: boolean } | undefined>>;
    const found = module[object];
    if (!found) throw new Error(`${file} has no "${object}".`);
    found.isOn = false;
  }
}
