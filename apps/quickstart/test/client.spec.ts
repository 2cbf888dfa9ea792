import type { INestApplication } from '@nestjs/common';
import { urlOf } from '../../../test/setup/http.js';
import { createApp } from '../src/app.js';
import { tour } from '../src/client/tour.js';
import { seed } from '../src/seed.js';

describe('the client of the quickstart', () => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await createApp(':memory:');
    await seed(app);
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  it('lists, walks, creates, changes, acts, deletes and meets problems', async () => {
    const said: string[] = [];
    await tour(urlOf(app), (line) => said.push(line));
    expect(said).toEqual([
      expect.stringMatching(/^\d+ coffees of Porto from 15\.00, such as:$/),
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^ {2}.+, \d+\.\d\d, Porto$/)),
      'All coffees come from Brazil, Colombia, Ethiopia, Guatemala, Indonesia, Kenya.',
      expect.stringMatching(/^Harbour Blend is coffee 361, by Quay, Dock & Sons \d+\.$/),
      'It costs 13.00 now.',
      'A second one of that name: 409 unique_violation.',
      expect.stringMatching(/^It was retired at \d{4}-.+Z\.$/),
      'It is gone.',
    ]);
  });
});
