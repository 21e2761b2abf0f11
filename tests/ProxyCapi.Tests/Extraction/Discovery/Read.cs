using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>Reads an exchange by one source and prints what it says.</summary>
internal static class Read
{
    public static Findings By(IDiscoverySource source, TestExchange exchange)
    {
        var findings = new Findings();
        source.Read(new DiscoveredPage(new ExchangeDocument(exchange.Build(), new CaptureOptions()), Discover.Settings), findings);
        return findings;
    }

    public static string Print(this Findings findings) =>
        string.Join('\n', findings.Candidates.Select(candidate => $"{candidate.EventName}: {Found.Print(candidate)}").Concat(findings.Rejections.Select(rejection => "no: " + rejection.Reason)));

    public static string PrintBuyer(this Findings findings) => Found.Print(Assert.Single(findings.Candidates).UserData);
}
