CREATE TABLE `resting_indexes` (
	`name` text PRIMARY KEY NOT NULL,
	`sql` text NOT NULL
);
