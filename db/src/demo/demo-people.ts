/** People who can sign in to the demo. Their passwords are public: never seed them where it matters. */
export interface DemoPerson {
  key: string
  name: string
  email: string
  password: string
  role: 'admin' | 'manager'
  permissions: string[]
}

const person = (
  name: string,
  domain: string,
  role: DemoPerson['role'] = 'admin',
  permissions: string[] = [],
): DemoPerson => {
  const key = (name.split(' ')[0] ?? name).toLowerCase()
  return { key, name, email: `${key}@${domain}`, password: `muster-demo-${key}`, role, permissions }
}

export const ana = person('Ana Ferreira', 'kubernetes.example')
export const tom = person('Tom Okafor', 'kubernetes.example')
export const bea = person('Bea Lindqvist', 'kubernetes.example')
export const jonas = person('Jonas Weber', 'kubernetes.example', 'manager', ['manageGroups'])
export const kubernetesPeople: readonly DemoPerson[] = [ana, tom, bea, jonas]

export const ingrid = person('Ingrid Halden', 'halden.example')
