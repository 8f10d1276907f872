ALTER TABLE "dashboard_shares" DROP CONSTRAINT "dashboard_shares_added_version";--> statement-breakpoint
ALTER TABLE "group_members" DROP CONSTRAINT "group_members_added_version";--> statement-breakpoint
ALTER TABLE "group_members" DROP CONSTRAINT "group_members_group";
--> statement-breakpoint
ALTER TABLE "group_members" DROP CONSTRAINT "group_members_user";
--> statement-breakpoint
DROP INDEX "group_members_by_user";--> statement-breakpoint
ALTER TABLE "dashboard_shares" DROP COLUMN "added_version";--> statement-breakpoint
ALTER TABLE "group_members" DROP COLUMN "added_version";--> statement-breakpoint
ALTER TABLE "commits" ALTER COLUMN "changes" SET STORAGE EXTERNAL;--> statement-breakpoint
-- What the foreign keys of group_members said, for all rows of a statement at once. Locks first, then a look with a
-- fresh snapshot: the groups stay until the transaction ends, and so do all users of the organization ("user_gone").
CREATE FUNCTION "group_members_exist"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  organization_ids uuid[];
  group_ids uuid[];
  is_wrong boolean;
BEGIN
  IF current_setting('transaction_isolation') = 'repeatable read' THEN
    RAISE EXCEPTION 'memberships are not written in repeatable read: the check would look at the past'
      USING ERRCODE = 'feature_not_supported';
  END IF;
  SELECT array_agg(organization_id), array_agg(group_id) INTO organization_ids, group_ids
    FROM (SELECT DISTINCT organization_id, group_id FROM added) named;
  IF group_ids IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM organizations WHERE id = ANY (organization_ids) FOR KEY SHARE;
  SELECT count(*) <> cardinality(group_ids) INTO is_wrong
    FROM (SELECT 1 FROM unnest(organization_ids, group_ids) AS named (organization_id, id)
      JOIN groups g ON g.organization_id = named.organization_id AND g.id = named.id FOR KEY SHARE OF g) found;
  IF is_wrong THEN
    RAISE EXCEPTION 'group_members names a group that does not exist'
      USING ERRCODE = 'foreign_key_violation', TABLE = 'group_members', CONSTRAINT = 'group_members_group';
  END IF;
  -- Few rows and many want different plans, and a function keeps the one that it made first.
  IF (SELECT count(*) > 1000 FROM (SELECT 1 FROM added LIMIT 1001) few) THEN
    EXECUTE 'SELECT (SELECT count(*) FROM added) <> (SELECT count(*) FROM added a
      JOIN users u ON u.organization_id = a.organization_id AND u.id = a.user_id)' INTO is_wrong;
  ELSE
    SELECT EXISTS (SELECT 1 FROM added a WHERE NOT EXISTS (SELECT 1 FROM users u
      WHERE u.organization_id = a.organization_id AND u.id = a.user_id)) INTO is_wrong;
  END IF;
  IF is_wrong THEN
    RAISE EXCEPTION 'group_members names a user who does not exist'
      USING ERRCODE = 'foreign_key_violation', TABLE = 'group_members', CONSTRAINT = 'group_members_user';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "group_members_inserted" AFTER INSERT ON "group_members" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "group_members_exist"();--> statement-breakpoint
CREATE TRIGGER "group_members_updated" AFTER UPDATE ON "group_members" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "group_members_exist"();--> statement-breakpoint
-- Whoever adds members holds the group's row, so that none of its members is on the way when it is gone.
CREATE FUNCTION "group_gone"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM group_members m USING gone WHERE m.organization_id = gone.organization_id AND m.group_id = gone.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "groups_deleted" AFTER DELETE ON "groups" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "group_gone"();--> statement-breakpoint
-- One lock stands for all users, because locking 100,000 rows costs as much as writing them: whoever adds members holds
-- the organization's row for share, and deleting a user waits for them.
CREATE FUNCTION "user_gone"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM 1 FROM organizations WHERE id IN (SELECT organization_id FROM gone) FOR UPDATE;
  DELETE FROM group_members m USING gone WHERE m.organization_id = gone.organization_id AND m.user_id = gone.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "users_deleted" AFTER DELETE ON "users" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "user_gone"();--> statement-breakpoint
CREATE FUNCTION "key_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the key of a row of % cannot change', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "groups_key_stays" BEFORE UPDATE OF "organization_id", "id" ON "groups" FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.id) IS DISTINCT FROM (NEW.organization_id, NEW.id)) EXECUTE FUNCTION "key_stays"();--> statement-breakpoint
CREATE TRIGGER "users_key_stays" BEFORE UPDATE OF "organization_id", "id" ON "users" FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.id) IS DISTINCT FROM (NEW.organization_id, NEW.id)) EXECUTE FUNCTION "key_stays"();
