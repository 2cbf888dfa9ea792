import pg from 'pg';

export const ORGS = 1_000;
export const USERS = 100_000;
/** Notes of a user, so that a page of users with their notes has a to-many relation worth the name. */
export const NOTES_OF_A_USER = 3;

const SCHEMA = `
  CREATE TABLE org (
    id serial PRIMARY KEY,
    name varchar(80) NOT NULL,
    city varchar(80) NOT NULL
  );
  CREATE TABLE "user" (
    id serial PRIMARY KEY,
    name varchar(80) NOT NULL,
    email varchar(120) NOT NULL UNIQUE,
    role varchar(10) NOT NULL DEFAULT 'member',
    age integer,
    active boolean NOT NULL DEFAULT true,
    "orgId" integer NOT NULL REFERENCES org (id),
    "createdAt" timestamp(3) with time zone NOT NULL DEFAULT date_trunc('milliseconds', now())
  );
  CREATE TABLE note (
    id serial PRIMARY KEY,
    text varchar(200) NOT NULL,
    "userId" integer NOT NULL REFERENCES "user" (id) ON DELETE CASCADE
  );
  INSERT INTO org (name, city)
    SELECT 'Organisation ' || n, (ARRAY['Porto', 'Lyon', 'Turku', 'Graz', 'Bergen'])[1 + n % 5]
    FROM generate_series(1, ${ORGS}) n;
  INSERT INTO "user" (name, email, role, age, active, "orgId", "createdAt")
    SELECT 'User ' || n, 'user' || n || '@example.org', (ARRAY['member', 'admin', 'guest'])[1 + n % 3],
           18 + n * 31 % 60, n % 4 <> 0, 1 + n * 7 % ${ORGS}, timestamptz '2026-01-01' + n * interval '1 minute'
    FROM generate_series(1, ${USERS}) n;
  INSERT INTO note (text, "userId")
    SELECT 'Note ' || k || ' of user ' || n, n
    FROM generate_series(1, ${USERS}) n, generate_series(1, ${NOTES_OF_A_USER}) k;
  CREATE INDEX ON "user" ("orgId");
  CREATE INDEX ON "user" (age);
  CREATE INDEX ON "user" ("createdAt", id);
  CREATE INDEX ON note ("userId");
  ANALYZE;
`;

/** Makes the tables with their rows, the same ones in every run. */
export async function seed(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(SCHEMA);
  } finally {
    await client.end();
  }
}
