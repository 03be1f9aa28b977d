package org.ocsbt.tracker.face;

/** Every option of ocs-bttrack: {@code --name value}, nothing else (contracts/tracker.md, part A). */
enum OcsBttrackOption {
    TRACKER_TIMEOUT(Kind.SECONDS, "0", "seconds after which the tracker ends (0 = never)"),
    TRACKER_MAX_COMPLETED(Kind.COUNT, "0", "clients done after which the tracker ends (0 = never)"),
    PORT(Kind.COUNT, "80", "TCP port to listen on"),
    DFILE(Kind.TEXT, "", "file that keeps what is known of clients between runs (required)"),
    BIND(Kind.TEXT, "", "comma-separated addresses to listen on"),
    IPV6_ENABLED(Kind.COUNT, "0", "listen on IPv6 too"),
    IPV6_BINDS_V4(Kind.COUNT, "0", "whether an IPv6 socket takes IPv4 as well"),
    SOCKET_TIMEOUT(Kind.SECONDS, "15", "seconds after which a silent connection is closed"),
    SAVE_DFILE_INTERVAL(Kind.SECONDS, "300", "seconds between saving dfile"),
    TIMEOUT_DOWNLOADERS_INTERVAL(Kind.SECONDS, "2700", "seconds after which a silent client is forgotten"),
    REANNOUNCE_INTERVAL(Kind.SECONDS, "1800", "seconds clients wait between announces"),
    RESPONSE_SIZE(Kind.COUNT, "50", "most peers in one answer"),
    TIMEOUT_CHECK_INTERVAL(Kind.SECONDS, "5", "seconds between checks whether the tracker is to end"),
    NAT_CHECK(Kind.COUNT, "3", "tries to connect to a client before it is listed (0 = list at once)"),
    LOG_NAT_CHECKS(Kind.COUNT, "0", "log the results of nat_check"),
    MIN_TIME_BETWEEN_LOG_FLUSHES(Kind.SECONDS, "3.0", "no effect: every line is flushed"),
    MIN_TIME_BETWEEN_CACHE_REFRESHES(Kind.SECONDS, "600.0", "no effect: every answer is drawn anew"),
    ALLOWED_DIR(Kind.TEXT, "", "serve only torrents found in this directory"),
    ALLOWED_LIST(Kind.TEXT, "", "serve only torrents in this file, one info-hash a line"),
    ALLOWED_CONTROLS(Kind.COUNT, "0", "no effect: torrents in allowed_dir control nothing"),
    MULTITRACKER_ENABLED(Kind.COUNT, "0", "no effect: one tracker serves a partition"),
    MULTITRACKER_ALLOWED(Kind.TEXT, "autodetect", "no effect"),
    MULTITRACKER_REANNOUNCE_INTERVAL(Kind.SECONDS, "120", "no effect"),
    MULTITRACKER_MAXPEERS(Kind.COUNT, "20", "no effect"),
    AGGREGATE_FORWARD(Kind.TEXT, "", "no effect"),
    AGGREGATOR(Kind.TEXT, "0", "no effect"),
    HUPMONITOR(Kind.COUNT, "0", "open the log file anew on SIGHUP"),
    HTTP_TIMEOUT(Kind.SECONDS, "60", "no effect: see socket_timeout"),
    PARSE_DIR_INTERVAL(Kind.SECONDS, "60", "seconds between looks into allowed_dir"),
    SHOW_INFOPAGE(Kind.COUNT, "1", "show the page that lists the clients"),
    INFOPAGE_REDIRECT(Kind.TEXT, "", "where / leads instead"),
    SHOW_NAMES(Kind.COUNT, "1", "show names of torrents in allowed_dir"),
    FAVICON(Kind.TEXT, "", "file sent for /favicon.ico"),
    ALLOWED_IPS(Kind.TEXT, "", "file of addresses and ranges that may ask; others may not"),
    BANNED_IPS(Kind.TEXT, "", "file of addresses and ranges that may not ask"),
    ONLY_LOCAL_OVERRIDE_IP(Kind.COUNT, "2",
            "ip= counts: 0 from all, 1 from local networks, 2 from all if nat_check is 0"),
    LOGFILE(Kind.TEXT, "", "where to log (default: standard output)"),
    ALLOW_GET(Kind.COUNT, "0", "with allowed_dir, send torrents at /file?info_hash=..."),
    KEEP_DEAD(Kind.COUNT, "0", "keep torrents in dfile that have left allowed_dir"),
    SCRAPE_ALLOWED(Kind.TEXT, "full", "none, specific or full"),
    DEDICATED_SEED_ID(Kind.TEXT, "", "no effect"),
    COMPACT_REQD(Kind.COUNT, "1", "refuse clients that do not take compact answers");

    /** What a value must look like. */
    enum Kind { COUNT, SECONDS, TEXT }

    private final Kind kind;
    private final String usual;
    private final String meaning;

    OcsBttrackOption(Kind kind, String usual, String meaning) {
        this.kind = kind;
        this.usual = usual;
        this.meaning = meaning;
    }

    /** The word behind the two hyphens. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The value when it is not given. */
    String usual() {
        return usual;
    }

    String meaning() {
        return meaning;
    }

    /** Whether the option is taken for the sake of old command lines only. */
    boolean isWithoutEffect() {
        return meaning.startsWith("no effect");
    }

    boolean accepts(String value) {
        return switch (kind) {
            case TEXT -> true;
            case COUNT -> isDigits(value, false);
            case SECONDS -> isDigits(value, true);
        };
    }

    private static boolean isDigits(String value, boolean fraction) {
        int dots = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.' && fraction && ++dots == 1) {
                continue;
            }
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return value.length() > dots && value.length() < 10;
    }
}
