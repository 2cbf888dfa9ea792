/** The words of a search text; what stands in double quotes is one word, with `""` for a quote. */
export function searchWords(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|\S+/g)]
    .map(([whole, quoted]) => (quoted === undefined ? whole : quoted.replaceAll('""', '"')))
    .filter((word) => word.trim() !== '');
}
