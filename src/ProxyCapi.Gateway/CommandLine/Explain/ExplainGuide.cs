namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>What stands below the help of <c>explain</c>.</summary>
internal static class ExplainGuide
{
    /// <summary>Examples and exit codes.</summary>
    public const string Text =
        """
        Save the page as a browser got it (view-source, not "save complete page"), or the JSON that an API answered. The configuration is
        found as the proxy finds it: appsettings.json, the environment, the command line. Nothing is sent and nothing is changed.

        Examples:
          ProxyCapi.Gateway explain --page thanks.html --url https://shop.example/order/4711/thanks
          ProxyCapi.Gateway explain --page thanks.html --url https://shop.example/order/4711/thanks --rule
          ProxyCapi.Gateway explain --page answer.json --url https://shop.example/api/orders --request request.txt --json

        Exit codes:
          0  something would be sent
          1  a file cannot be read, or the command line is wrong
          3  nothing would be sent

        """;
}
