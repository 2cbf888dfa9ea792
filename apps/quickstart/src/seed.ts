import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Coffee, Roaster, ROASTS } from './entities.js';

const HOUSES = 'Lantern, Kettle & Oak, Northlight, Blue Heron, Driftwood, Third Bell, Copperline, Slow Tide, Marigold';
const CITIES = 'Bergen, Ghent, Porto, Leipzig, Lyon, Bristol, Turin, Aarhus, Tallinn';
const KINDS = 'Washed, Natural, Honey, Peaberry, Anaerobic, Reserve';
const NOTES = 'jasmine, bergamot, apricot, blackcurrant, cocoa, hazelnut, caramel, lime, plum, honey, cedar, red apple';
const PLACES = {
  Ethiopia: 'Guji, Yirgacheffe, Sidama, Limu',
  Kenya: 'Nyeri, Kirinyaga, Embu',
  Colombia: 'Huila, Nariño, Tolima, Cauca',
  Guatemala: 'Antigua, Atitlán, Huehuetenango',
  Brazil: 'Cerrado, Mogiana, Matas de Minas',
  Indonesia: 'Gayo, Toraja, Kerinci',
};

const words = (list: string): readonly string[] => list.split(', ');

const LOTS = Object.entries(PLACES).flatMap(([origin, places]) =>
  words(places).flatMap((place) => words(KINDS).map((kind) => ({ origin, name: `${place} ${kind}` }))),
);

/** Fills an empty catalogue: nine roasters with forty coffees each, the same ones on every machine. */
export async function seed(app: INestApplication): Promise<void> {
  await app.get(DataSource).transaction(async (manager) => {
    if (await manager.exists(Roaster)) return;
    const cities = words(CITIES);
    const roasters = words(HOUSES).map((house, index) => ({ name: `${house} Coffee`, city: at(cities, index) }));
    await manager.insert(Roaster, roasters);
    await manager.insert(Coffee, (await manager.find(Roaster)).flatMap(coffeesOf));
  });
}

function coffeesOf({ id: roasterId }: Roaster): Partial<Coffee>[] {
  return Array.from({ length: 40 }, (_, index) => {
    // 120 lots: each roaster begins at another one and takes every third.
    const lot = roasterId * 7 + index * 3;
    const cents = 950 + ((lot * 37) % 900);
    return {
      ...at(LOTS, lot),
      roasterId,
      roast: at(ROASTS, roasterId + index),
      notes: [0, 5, 10].map((step) => at(words(NOTES), step * roasterId + index)),
      price: euros(cents),
      cost: euros(cents * 0.4),
      retiredAt: index % 13 === 12 ? new Date(Date.UTC(2026, roasterId, index)) : null,
    };
  });
}

function at<Item>(list: readonly Item[], index: number): Item {
  return list[index % list.length] as Item;
}

function euros(cents: number): string {
  return (cents / 100).toFixed(2);
}
