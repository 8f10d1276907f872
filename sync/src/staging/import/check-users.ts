import { Email, Role, storable } from '../../model/entities.ts'
import { ClosestName } from './closest-name.ts'
import { type CheckContext, noop, type RowCheck, wrong } from './row-checks.ts'

const roles = new ClosestName(Role.options)

/** Rows of `email, name, role`. People who are here already stay as they are. */
export function checkUsers({ state, rights, newId }: CheckContext): RowCheck {
  const seen = new Map<string, number>()
  return ([written = '', name = '', roleName = ''], line) => {
    const parsed = Email.safeParse(written)
    if (!parsed.success) return wrong('not-an-email', 'This is not an e-mail address')
    const email = parsed.data
    if (name === '') return wrong('malformed', 'The name is missing')
    if (name.length > 200 || !storable(name))
      return wrong('malformed', 'The name is too long or cannot be stored')
    const role = Role.safeParse(roleName.toLowerCase())
    if (!role.success)
      return wrong('bad-role', `The role is one of ${Role.options.join(', ')}`, () => roles.to(roleName))
    const earlier = seen.get(email)
    if (earlier !== undefined) return wrong('duplicate', `The same e-mail address as line ${earlier}`)
    seen.set(email, line)
    if (state.userByEmail(email)) return noop
    if (!rights.manageUsers) return wrong('not-allowed', 'You are not allowed to add users')
    if (role.data === 'admin' && !rights.makeAdmins) return wrong('not-allowed', 'Only admins make admins')
    return { is: 'ready', row: { kind: 'user', line, userId: newId(), email, name, role: role.data } }
  }
}
