/** The TypeScript of one page of documentation that is compiled as one module. */
export interface CodeBlock {
  /** Where its first line stands in the page, counted from 1. */
  readonly line: number;
  /** The code, one entry per line, and the line of the page that each stands on. */
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

/** Takes fences as GitHub does: three or more backticks or tildes, closed by at least as many of the same. */
const fence = /^(?<indent> *)(?<marks>`{3,}|~{3,})(?<info>[^`]*)$/;

/**
 * Finds the ```ts blocks of a page.
 *
 * A block is a module of its own. A block marked ```ts continues goes on in the module of the block before it. There is
 * no mark to leave a block out.
 *
 * @throws Error when a fence has a mark that is not known, or continues nothing.
 */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks: { line: number; lines: { text: string; line: number }[] }[] = [];
  let open: { indent: number; marks: string; into: { text: string; line: number }[] | undefined } | undefined;

  page.split('\n').forEach((text, index) => {
    const line = index + 1;
    const found = fence.exec(text)?.groups;
    if (open) {
      const marks = found?.marks ?? '';
      if (marks.startsWith(open.marks) && found?.info?.trim() === '') open = undefined;
      else open.into?.push({ text: text.slice(open.indent), line });
    } else if (found) {
      const [language = '', ...rest] = (found.info ?? '').trim().split(/\s+/);
      open = { indent: found.indent?.length ?? 0, marks: found.marks ?? '', into: undefined };
      if (/^(typescript|tsx|mts|cts)$/i.test(language)) throw new Error(`line ${line}: write ts, not ${language}`);
      if (language !== 'ts') return;
      const mark = rest.join(' ');
      if (mark === 'continues') {
        const previous = blocks.at(-1);
        if (!previous) throw new Error(`line ${line}: continues a block that is not there`);
        open.into = previous.lines;
      } else if (mark === '') {
        const block = { line: line + 1, lines: [] };
        blocks.push(block);
        open.into = block.lines;
      } else {
        throw new Error(`line ${line}: unknown mark "${mark}"; a ts block may only be marked "continues"`);
      }
    }
  });

  return blocks;
}
