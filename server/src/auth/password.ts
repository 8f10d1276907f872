/** Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet. */
import { hash, verify } from '@node-rs/argon2'

/** 19 MiB, two passes, one lane. The package's algorithm is argon2id unless told otherwise. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Longest password taken, in UTF-16 units: room for any passphrase, none for making the server work. */
export const MAX_PASSWORD = 256

/** Shortest password for a new account (NIST SP 800-63B §5.1.1.2 asks for 8 or more). */
export const MIN_PASSWORD = 10

/** The stored form (PHC string) of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

let decoy: Promise<string> | undefined

/**
 * True when the password fits. Without a stored hash it does the same work and answers false, so that
 * nobody learns from the time taken whether an account exists.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const fits = await verify(stored ?? (await decoy), password.normalize('NFKC'))
  return fits && Boolean(stored)
}
