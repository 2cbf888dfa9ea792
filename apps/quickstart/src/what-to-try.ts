import type { INestApplication } from '@nestjs/common';
import { systemContext } from 'nestjs-restview';
import { DataSource } from 'typeorm';
import { CoffeeView } from './views.js';

/** A command to try, and what it shows. */
export interface Trial {
  readonly shows: string;
  readonly command: string;
}

/** Commands for the catalogue as it is now, with ids that are there. */
export async function whatToTry(app: INestApplication, url: string): Promise<readonly Trial[]> {
  const visitor = systemContext(app.get(DataSource), { isStaff: false });
  const coffee = await app.get(CoffeeView).buildQuery(visitor).orderBy('coffee.id').getOne();
  const { id, roasterId } = coffee ?? { id: 1, roasterId: 1 };
  const json = "-H 'content-type: application/json'";
  const blend = `{"name":"Sunday Blend","origin":"Peru","price":"12.50","cost":"5.10","roasterId":${roasterId}}`;
  return [
    { shows: 'a page of a list', command: `curl '${url}/coffees?page=2&page_size=3'` },
    {
      shows: 'filters by operator and through a relation, an order, and only some fields',
      command: `curl '${url}/coffees?price__gte=15&roaster.city=Porto,Ghent&sort=-price,name&fields=name,price,roaster.city'`,
    },
    {
      shows: 'alternatives across fields: or, and, not',
      command: `curl '${url}/coffees?or=roast=dark,and(origin__startswith=Eth,price__lt=12)&page_size=3'`,
    },
    { shows: 'a search over name, origin and roaster', command: `curl '${url}/coffees?q=kenya+tide&page_size=3'` },
    {
      shows: 'a walk by cursor: go on with cursor=… and what "next" says, or follow the Link header',
      command: `curl -i '${url}/coffees?sort=-price&page_size=3&cursor='`,
    },
    {
      shows: 'a new row and its Location; once more, and it is a conflict',
      command: `curl -i '${url}/coffees' ${json} -d '${blend}'`,
    },
    {
      shows: 'all that is wrong with a request, in one answer',
      command: `curl '${url}/coffees' ${json} -d '{"name":"","roast":"burnt","prize":"12.50"}'`,
    },
    {
      shows: "an action; after it the row is out of sight, but not for staff: -H 'x-staff: yes'",
      command: `curl -X POST '${url}/coffees/${id}/retire'`,
    },
    { shows: 'what only staff may do', command: `curl -X DELETE '${url}/roasters/${roasterId}'` },
    {
      shows: 'and what staff may not: the row stays while others refer to it, and the answer names them',
      command: `curl -X DELETE '${url}/roasters/${roasterId}' -H 'x-staff: yes'`,
    },
  ];
}
