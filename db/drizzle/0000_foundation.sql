CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_email_length" CHECK (char_length("accounts"."email") between 3 and 254)
);
--> statement-breakpoint
CREATE TABLE "change_set_updates" (
	"organization_id" uuid NOT NULL,
	"change_set_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"update" "bytea" NOT NULL,
	"actor_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "change_set_updates_pk" PRIMARY KEY("organization_id","change_set_id","seq"),
	CONSTRAINT "change_set_updates_seq" CHECK ("change_set_updates"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "change_sets" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	CONSTRAINT "change_sets_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "change_sets_kind" CHECK ("change_sets"."kind" in ('draft', 'named')),
	CONSTRAINT "change_sets_status" CHECK ("change_sets"."status" in ('open', 'saved', 'discarded')),
	CONSTRAINT "change_sets_draft_stays_open" CHECK ("change_sets"."kind" <> 'draft' or "change_sets"."status" = 'open'),
	CONSTRAINT "change_sets_closed" CHECK (("change_sets"."status" = 'open') = ("change_sets"."closed_at" is null)),
	CONSTRAINT "change_sets_name" CHECK (char_length("change_sets"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "commits" (
	"organization_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"mutation_id" uuid NOT NULL,
	"mutation" text NOT NULL,
	"actor_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"change_set_id" uuid,
	"changes" jsonb NOT NULL,
	CONSTRAINT "commits_pk" PRIMARY KEY("organization_id","version"),
	CONSTRAINT "commits_version" CHECK ("commits"."version" > 0),
	CONSTRAINT "commits_changes" CHECK (jsonb_typeof("commits"."changes") = 'array')
);
--> statement-breakpoint
CREATE TABLE "dashboard_shares" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"dashboard_id" uuid NOT NULL,
	"added_version" bigint NOT NULL,
	CONSTRAINT "dashboard_shares_pk" PRIMARY KEY("organization_id","group_id","dashboard_id"),
	CONSTRAINT "dashboard_shares_added_version" CHECK ("dashboard_shares"."added_version" > 0)
);
--> statement-breakpoint
CREATE TABLE "dashboards" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"owner_id" uuid,
	"published" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dashboards_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "dashboards_name" CHECK (char_length("dashboards"."name") between 1 and 200),
	CONSTRAINT "dashboards_slug_length" CHECK (char_length("dashboards"."slug") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_version" bigint NOT NULL,
	CONSTRAINT "group_members_pk" PRIMARY KEY("organization_id","group_id","user_id"),
	CONSTRAINT "group_members_added_version" CHECK ("group_members"."added_version" > 0)
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid,
	CONSTRAINT "groups_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "groups_kind" CHECK ("groups"."kind" in ('custom', 'all-users', 'all-analysts')),
	CONSTRAINT "groups_name_length" CHECK (char_length("groups"."name") between 1 and 120),
	CONSTRAINT "groups_description_length" CHECK (char_length("groups"."description") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mutation_results" (
	"organization_id" uuid NOT NULL,
	"mutation_id" uuid NOT NULL,
	"actor_id" uuid,
	"version" bigint NOT NULL,
	"result" jsonb,
	CONSTRAINT "mutation_results_pk" PRIMARY KEY("organization_id","mutation_id"),
	CONSTRAINT "mutation_results_version" CHECK ("mutation_results"."version" >= 0)
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"plan" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_name" CHECK (char_length("organizations"."name") between 1 and 200),
	CONSTRAINT "organizations_plan" CHECK ("organizations"."plan" in ('pro', 'business', 'enterprise')),
	CONSTRAINT "organizations_version" CHECK ("organizations"."version" >= 0),
	CONSTRAINT "organizations_not_own_parent" CHECK ("organizations"."parent_id" <> "organizations"."id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_id_is_a_hash" CHECK ("sessions"."id" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "staged_batch_rows" (
	"organization_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"row" jsonb NOT NULL,
	CONSTRAINT "staged_batch_rows_pk" PRIMARY KEY("organization_id","batch_id","position"),
	CONSTRAINT "staged_batch_rows_position" CHECK ("staged_batch_rows"."position" >= 0),
	CONSTRAINT "staged_batch_rows_row" CHECK (jsonb_typeof("staged_batch_rows"."row") = 'object')
);
--> statement-breakpoint
CREATE TABLE "staged_batches" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"change_set_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staged_batches_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"permissions" text[] DEFAULT '{}' NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_active_at" timestamp with time zone,
	CONSTRAINT "users_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "users_email_length" CHECK (char_length("users"."email") between 3 and 254),
	CONSTRAINT "users_name" CHECK (char_length("users"."name") between 1 and 200),
	CONSTRAINT "users_roles" CHECK (cardinality("users"."roles") > 0 and "users"."roles" <@ array['admin', 'manager', 'analyst', 'viewer']),
	CONSTRAINT "users_permissions" CHECK ("users"."permissions" <@ array['manageUsers', 'manageGroups']),
	CONSTRAINT "users_status" CHECK ("users"."status" in ('active', 'invited', 'disabled'))
);
--> statement-breakpoint
ALTER TABLE "change_set_updates" ADD CONSTRAINT "change_set_updates_change_set" FOREIGN KEY ("organization_id","change_set_id") REFERENCES "public"."change_sets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_sets" ADD CONSTRAINT "change_sets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dashboard_shares" ADD CONSTRAINT "dashboard_shares_group" FOREIGN KEY ("organization_id","group_id") REFERENCES "public"."groups"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dashboard_shares" ADD CONSTRAINT "dashboard_shares_dashboard" FOREIGN KEY ("organization_id","dashboard_id") REFERENCES "public"."dashboards"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dashboards" ADD CONSTRAINT "dashboards_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dashboards" ADD CONSTRAINT "dashboards_owner" FOREIGN KEY ("organization_id","owner_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group" FOREIGN KEY ("organization_id","group_id") REFERENCES "public"."groups"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_user" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mutation_results" ADD CONSTRAINT "mutation_results_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_parent_id_organizations_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staged_batch_rows" ADD CONSTRAINT "staged_batch_rows_batch" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."staged_batches"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staged_batches" ADD CONSTRAINT "staged_batches_change_set" FOREIGN KEY ("organization_id","change_set_id") REFERENCES "public"."change_sets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "accounts" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "change_sets_one_draft" ON "change_sets" USING btree ("organization_id") WHERE "change_sets"."kind" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "commits_mutation" ON "commits" USING btree ("organization_id","mutation_id");--> statement-breakpoint
CREATE INDEX "dashboard_shares_by_dashboard" ON "dashboard_shares" USING btree ("organization_id","dashboard_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dashboards_slug" ON "dashboards" USING btree ("organization_id","slug");--> statement-breakpoint
CREATE INDEX "dashboards_by_owner" ON "dashboards" USING btree ("organization_id","owner_id");--> statement-breakpoint
CREATE INDEX "group_members_by_user" ON "group_members" USING btree ("organization_id","user_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name" ON "groups" USING btree ("organization_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "groups_one_of_each_built_in" ON "groups" USING btree ("organization_id","kind") WHERE "groups"."kind" <> 'custom';--> statement-breakpoint
CREATE INDEX "organizations_parent" ON "organizations" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "staged_batches_by_change_set" ON "staged_batches" USING btree ("organization_id","change_set_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("organization_id",lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_account" ON "users" USING btree ("organization_id","account_id");--> statement-breakpoint
CREATE INDEX "users_of_account" ON "users" USING btree ("account_id");