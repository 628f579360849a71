CREATE TABLE `erased_people` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`since` integer NOT NULL,
	`marks` text NOT NULL,
	`leftovers` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `erased_people_key_unique` ON `erased_people` (`key`);