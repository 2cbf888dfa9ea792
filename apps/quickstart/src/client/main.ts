import { tour } from './tour.js';

const { URL: url = 'http://localhost:3000' } = process.env;

try {
  await tour(url, (line) => {
    console.log(line);
  });
} catch (error) {
  const isAway = error instanceof TypeError && error.message === 'fetch failed';
  console.error(isAway ? `Nothing answers at ${url}. Open the catalogue first: npm start` : error);
  process.exit(1);
}
