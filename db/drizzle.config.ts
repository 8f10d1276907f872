import { defineConfig } from 'drizzle-kit'

/** `npm run generate -w @muster/db` writes the SQL of a schema change into db/drizzle/. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema/*.ts',
  out: './drizzle',
})
