/** The entities an organization is made of, as every replica, log entry and console knows them. */
import { z } from 'zod'
import { Id, Instant } from '../protocol/scalars.ts'

/** Text that Postgres and UTF-8 can hold: no NUL, no lone surrogates. */
export const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
const unstorable = 'Holds a character that cannot be stored'

export const Plan = z.enum(['pro', 'business', 'enterprise'])
export type Plan = z.infer<typeof Plan>

export const Organization = z.object({
  id: Id,
  parentId: Id.nullable(),
  name: z.string().trim().min(1).max(200).refine(storable, unstorable),
  plan: Plan,
})
export type Organization = z.infer<typeof Organization>

/** Default roles (C16–C18, V10). A user has one or more; rights are the union (P7). */
export const Role = z.enum(['admin', 'manager', 'analyst', 'viewer'])
export type Role = z.infer<typeof Role>

/** A manager's permissions, chosen per user (V10). Admins have all of them. */
export const Permission = z.enum(['manageUsers', 'manageGroups'])
export type Permission = z.infer<typeof Permission>

/** Active has signed in or may; Invited never did; Disabled may not (V19). */
export const UserStatus = z.enum(['active', 'invited', 'disabled'])
export type UserStatus = z.infer<typeof UserStatus>

/** At most 254 characters (RFC 5321 §4.5.3.1.3), compared in lower case. */
export const Email = z.email().max(254).toLowerCase()

export const User = z.object({
  id: Id,
  email: Email,
  name: z.string().trim().min(1).max(200).refine(storable, unstorable),
  roles: z.array(Role).min(1).max(4),
  permissions: z.array(Permission).max(16),
  status: UserStatus,
  createdAt: Instant,
  lastActiveAt: Instant.nullable(),
})
export type User = z.infer<typeof User>

/** Built-in groups compute their members (C29, C30) and cannot be edited or deleted (C32). */
export const GroupKind = z.enum(['custom', 'all-users', 'all-analysts'])
export type GroupKind = z.infer<typeof GroupKind>

export const GroupName = z.string().trim().min(1).max(120).refine(storable, unstorable)
export const GroupDescription = z.string().trim().max(2000).refine(storable, unstorable)

export const Group = z.object({
  id: Id,
  kind: GroupKind,
  name: GroupName,
  description: GroupDescription,
  createdAt: Instant,
  createdBy: Id.nullable(),
})
export type Group = z.infer<typeof Group>
export type BuiltInGroup = Group & { kind: Exclude<z.infer<typeof GroupKind>, 'custom'> }

export const Dashboard = z.object({
  id: Id,
  name: z.string().trim().min(1).max(200),
  slug: z.string().min(1).max(200),
  ownerId: Id.nullable(),
  published: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Dashboard = z.infer<typeof Dashboard>

/** `draft` is the organization's one Shared draft: always open, never renamed or discarded. */
const ChangeSetKind = z.enum(['draft', 'named'])
const ChangeSetStatus = z.enum(['open', 'saved', 'discarded'])
export const ChangeSetName = z.string().trim().min(1).max(120).refine(storable, unstorable)

export const ChangeSet = z.object({
  id: Id,
  kind: ChangeSetKind,
  name: ChangeSetName,
  status: ChangeSetStatus,
  createdAt: Instant,
  createdBy: Id.nullable(),
  closedAt: Instant.nullable(),
  closedBy: Id.nullable(),
})
export type ChangeSet = z.infer<typeof ChangeSet>
