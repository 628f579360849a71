CREATE TABLE `follow_ups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`sop` text,
	`step` text,
	`from_on` text,
	`title` text NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`due_on` text NOT NULL,
	`until_on` text,
	`state` text NOT NULL,
	`settled_at` integer,
	`touch_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_ups_step` ON `follow_ups` (`friend_id`,`sop`,`step`,`from_on`) WHERE sop IS NOT NULL;--> statement-breakpoint
CREATE INDEX `follow_ups_friend` ON `follow_ups` (`friend_id`);--> statement-breakpoint
CREATE INDEX `follow_ups_state` ON `follow_ups` (`state`,`settled_at`);--> statement-breakpoint
CREATE TABLE `promises` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`text` text NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`settled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `promises_friend` ON `promises` (`friend_id`);--> statement-breakpoint
CREATE INDEX `promises_state` ON `promises` (`state`,`due_on`);