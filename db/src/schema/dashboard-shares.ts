import { foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { organizationId } from './columns.ts'
import { dashboards } from './dashboards.ts'
import { groups } from './groups.ts'

/** Dashboards shared with groups, built-in ones too. Who shared it, and when, is in the commit log. */
export const dashboardShares = pgTable(
  'dashboard_shares',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    dashboardId: uuid('dashboard_id').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'dashboard_shares_pk',
      columns: [table.organizationId, table.groupId, table.dashboardId],
    }),
    index('dashboard_shares_by_dashboard').on(table.organizationId, table.dashboardId, table.groupId),
    foreignKey({
      name: 'dashboard_shares_group',
      columns: [table.organizationId, table.groupId],
      foreignColumns: [groups.organizationId, groups.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'dashboard_shares_dashboard',
      columns: [table.organizationId, table.dashboardId],
      foreignColumns: [dashboards.organizationId, dashboards.id],
    }).onDelete('cascade'),
  ],
)
