type Fields = Readonly<Record<string, unknown>>;

/**
 * What a form sends of a record: the fields that somebody changed in it.
 *
 * Orders take from the stock while a description is written: the whole record would put the old stock back.
 */
export function changedFields(data: Fields, { previousData }: { readonly previousData?: Fields } = {}): Fields {
  if (!previousData) return data;
  return Object.fromEntries(
    Object.entries(data).filter(
      ([name, value]) => name === 'id' || JSON.stringify(value) !== JSON.stringify(previousData[name]),
    ),
  );
}
