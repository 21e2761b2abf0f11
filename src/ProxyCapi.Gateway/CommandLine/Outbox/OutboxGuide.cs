namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>What stands below the help of every outbox command.</summary>
internal static class OutboxGuide
{
    /// <summary>Where the outbox is found, examples, exit codes.</summary>
    public const string Text =
        """
        The commands work while the proxy runs, and without it. They find its folder as the proxy does: by appsettings.json in the
        current directory, the environment (ProxyCapi__DataDirectory) and the command line (--ProxyCapi:DataDirectory=...), or by
        --data-directory. Run them as the user that the proxy runs as. Every change is one line in outbox.audit in that folder.

        Examples:
          ProxyCapi.Gateway outbox status --data-directory /var/lib/proxycapi
          ProxyCapi.Gateway outbox list --dead --pixel main --json
          ProxyCapi.Gateway outbox show purchase-4711             an id of the list, an event id, or an order id
          ProxyCapi.Gateway outbox replay --all-dead
          ProxyCapi.Gateway outbox purge --older-than 7d --yes

        Exit codes:
          0  done
          1  failed, and nothing or only a part was changed: no outbox there, a lock, a damaged file, a wrong command line
          2  the configuration has to be corrected
          3  nothing found, nothing to do, or the question was answered with no
          4  some events were not replayed; each is named with its reason

        """;
}
