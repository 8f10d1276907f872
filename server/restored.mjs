/**
 * To be run after a database was restored from a backup by other means than `pg_restore`: tells every node and console.
 * `--sign-out` ends every session, too.
 */
await import('./src/restore/main.ts')
