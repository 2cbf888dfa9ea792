import { readFileSync } from 'node:fs';
import { faultAnswers } from '../../../libs/restview/src/errors/fault-answers.js';
import * as problems from '../../../libs/restview/src/errors/problems.js';

const page = readFileSync(new URL('../../../docs/problems/README.md', import.meta.url), 'utf8');
const statuses = new Map(
  [
    ...Object.values(problems).map((Kind) => new Kind()),
    ...Object.values(faultAnswers).map(({ Problem, code }) => new Problem('', code === undefined ? {} : { code })),
  ].map((problem) => [problem.code, problem.getStatus()]),
);

it.each([...statuses])('docs/problems has an anchor and a row for %s, %i', (code, status) => {
  const row = page.split('\n').find((line) => line.includes(`<a id="${code}"></a>`)) ?? '';
  const [shown, shownStatus] = row.split('|').slice(1);
  expect(shown?.trim()).toBe(`<a id="${code}"></a>\`${code}\``);
  expect(shownStatus?.trim()).toBe(String(status));
});
