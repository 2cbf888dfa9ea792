import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';

import { useListFilters, type ListFilters } from './use-list-filters.js';

export interface FilterTab {
  readonly label: string;
  readonly filter: ListFilters;
}

/** Tabs over a list: each stands for some filters, beside those that the person has chosen. */
export function FilterTabs({ tabs, label }: { readonly tabs: readonly FilterTab[]; readonly label: string }) {
  const { values, change } = useListFilters();
  const own = new Set(tabs.flatMap(({ filter }) => Object.keys(filter)));
  const current = tabs.findIndex(({ filter }) => [...own].every((key) => values[key] === filter[key]));

  return (
    <Tabs
      value={current === -1 ? false : current}
      onChange={(_event, index: number) => {
        const others = Object.fromEntries(Object.entries(values).filter(([key]) => !own.has(key)));
        change({ ...others, ...tabs[index]?.filter });
      }}
      variant="scrollable"
      scrollButtons="auto"
      aria-label={label}
      sx={{ px: 1, borderBottom: 1, borderColor: 'divider' }}
    >
      {tabs.map((tab) => (
        <Tab key={tab.label} label={tab.label} />
      ))}
    </Tabs>
  );
}
