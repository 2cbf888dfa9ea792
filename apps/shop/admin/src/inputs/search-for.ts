/** The filter that an autocomplete sends: nothing typed asks for everything. */
export function searchFor(text: string) {
  const words = text.trim();
  return words === '' ? {} : { q: words };
}
