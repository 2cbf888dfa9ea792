const words = (list: string): readonly string[] => list.split(', ');

export const STORES = words(
  'North, Harbour, Meadow, Old Mill, Riverside, Birchwood, Lighthouse, Cornerstone, Juniper, Copper Lane, Saltmarsh, ' +
    'Hillcrest, Orchard, Seven Elms, Ferry Road, Greystone, Windmill, Larkfield, Bridgewater, Southgate',
);

export const FIRST_NAMES = words(
  'Ada, Ben, Cleo, Dario, Edith, Felix, Greta, Hugo, Ines, Jonas, Kaja, Leon, Mara, Nils, Olga, Pavel, Quinn, Rosa, ' +
    'Sven, Tilda, Umar, Vera, Willem, Xenia, Yara, Zeno, Alba, Bruno, Carla, Dimitri, Elin, Farid, Gita, Henrik, Iris, ' +
    'Jakub, Karin, Luca, Milena, Noor',
);

export const LAST_NAMES = words(
  'Lindqvist, Moreau, Okafor, Petrov, Quist, Rossi, Schaefer, Tamm, Ulrich, Vasquez, Weber, Young, Zimmer, Adler, ' +
    'Brandt, Costa, Dahl, Eriksen, Fontaine, Garcia, Holm, Ivanova, Jansen, Keller, Larsen, Marino, Novak, Olsen, ' +
    'Pereira, Reyes, Silva, Thorn, Urban, Vogel, Winter, Aalto, Berg, Conti, Duval, Engel',
);

export const CITIES = words(
  'Bergen, Ghent, Porto, Leipzig, Lyon, Bristol, Turin, Aarhus, Tallinn, Utrecht, Graz, Cork, Gdansk, Malaga, Basel, ' +
    'Uppsala, Lille, Trieste, Tampere, Brno',
);

/** Roots of the tree of categories, each with what stands below it, and what is sold there. */
export const DEPARTMENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Kitchen: {
    Cookware: words('Saucepan, Frying Pan, Stockpot, Casserole, Wok'),
    Knives: words('Paring Knife, Bread Knife, Chef Knife, Cleaver'),
    Tableware: words('Dinner Plate, Soup Bowl, Mug, Serving Dish, Carafe'),
  },
  Home: {
    Lighting: words('Table Lamp, Floor Lamp, Pendant Light, Candle Holder'),
    Textiles: words('Blanket, Cushion, Tea Towel, Table Runner, Curtain'),
    Storage: words('Basket, Shelf, Coat Rack, Storage Jar'),
  },
  Garden: {
    Tools: words('Trowel, Pruning Shears, Rake, Watering Can'),
    Pots: words('Flower Pot, Planter, Window Box, Plant Saucer'),
    Seeds: words('Tomato Seeds, Basil Seeds, Sunflower Seeds, Lettuce Seeds'),
  },
  Pantry: {
    Tea: words('Green Tea, Black Tea, Herbal Tea, Oolong'),
    Coffee: words('Espresso Beans, Filter Coffee, Decaf Beans'),
    Preserves: words('Orange Marmalade, Fig Jam, Honey, Chutney'),
  },
};

export const LOOKS = words(
  'Small, Large, Classic, Rustic, Modern, Blue, Green, White, Amber, Charcoal, Coastal, Alpine, Nordic, Everyday, ' +
    'Handmade, Speckled, Two-Tone, Natural, Heritage, Slim',
);

export const NOTES = words(
  'Please ring the bell, Leave with the neighbour, It is a gift, Call before delivery, No plastic please',
);
