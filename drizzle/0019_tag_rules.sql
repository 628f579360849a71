CREATE TABLE `tag_rule_given` (
	`rule_id` integer NOT NULL,
	`tag_id` integer NOT NULL,
	`friend_id` integer NOT NULL,
	`at` integer NOT NULL,
	`state` integer NOT NULL,
	PRIMARY KEY(`rule_id`, `tag_id`, `friend_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `tag_rule_given_friend` ON `tag_rule_given` (`friend_id`);--> statement-breakpoint
CREATE TABLE `tag_rule_groups` (
	`group_id` integer PRIMARY KEY NOT NULL,
	FOREIGN KEY (`group_id`) REFERENCES `tag_groups`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `tag_rule_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`author` text NOT NULL,
	`undo_id` integer,
	`done` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tag_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`place` integer NOT NULL,
	`is_on` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
