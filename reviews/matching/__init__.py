"""Who may judge a case, and why: gates of LC 139.5(d)(4), one a file, pure."""
