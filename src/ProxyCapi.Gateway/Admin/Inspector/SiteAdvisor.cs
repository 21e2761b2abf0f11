using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Matching;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>Looks at what happened since the start and says what an expert would say.</summary>
internal sealed class SiteAdvisor(
    EventStories stories, SiteObservations site, OutboxSender sender, HealthCheckService health, ActiveRuleSet rules, TimeProvider time)
{
    /// <summary>Fewer events than this say nothing about a share.</summary>
    private const int FewEvents = 20;

    private const int LookedAt = 500;

    private static readonly TimeSpan RuleShouldHaveFitted = TimeSpan.FromHours(24);

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>What is found now, the worst first.</summary>
    public async Task<IReadOnlyList<SiteFinding>> FindAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains("delivery"), cancellationToken);
        var states = await sender.GetStateAsync();
        var made = stories.Newest(story => story.Quality is not null, LookedAt);
        return
        [
            .. OfHealth(report),
            .. OfOutbox(states),
            .. OfSite(),
            .. OfKeys(made),
            .. OfConsent(),
            .. OfConfiguration(),
        ];
    }

    private static IEnumerable<SiteFinding> OfHealth(HealthReport report) =>
        from entry in report.Entries
        where entry.Value.Status != HealthStatus.Healthy
        select new SiteFinding(
            entry.Key, entry.Value.Status == HealthStatus.Unhealthy ? "error" : "warning", entry.Value.Description ?? $"The check {entry.Key} fails.", "See /healthz/delivery.");

    private static IEnumerable<SiteFinding> OfOutbox(IReadOnlyList<LaneState> states)
    {
        if (states.Sum(state => state.Dead) is > 0 and var dead)
        {
            yield return new SiteFinding("dead_letters", "warning", "Events that Meta will not get by itself any more are kept as dead letters.", "Look at them under Outbox: mend what Meta says, then replay them.") { Count = dead };
        }
    }

    private IEnumerable<SiteFinding> OfSite()
    {
        foreach (var (note, seen) in site.Notes.OrderBy(pair => pair.Key))
        {
            var finding = note switch
            {
                SiteNote.PixelWithoutEventId => new SiteFinding(
                    "pixel_without_event_id", "warning", "A page's pixel reports a conversion without an eventID: Meta is likely to count it twice, once from the browser and once from here.",
                    "Give the pixel's call an eventID (the order's number), or switch the browser's event off."),
                SiteNote.OtherSender => new SiteFinding(
                    "other_sender", "warning", "A plug-in on the site seems to send to the Conversions API itself.",
                    "Both use the page's event id, so Meta should count them once; still, one sender is enough. Switch the plug-in's own Conversions API off."),
                _ => new SiteFinding(
                    "silent_confirmation", "warning", "A page whose address is that of a confirmation gave no event.",
                    "Save the page and run 'explain --page': if an order stands on it, a rule reads it."),
            };
            yield return finding with { Count = seen.Count, LastSeen = seen.LastSeen, Example = seen.Example };
        }
    }

    private static IEnumerable<SiteFinding> OfKeys(IReadOnlyList<EventStory> made)
    {
        if (made.Count < FewEvents)
        {
            yield break;
        }

        if (Missing(made, MatchKeys.ClientIpAddress) is > 0.2 and var address)
        {
            yield return new SiteFinding("no_client_address", "warning", $"No public client address on {Percent(address)} of events.",
                "Something stands in front of this proxy: name it in Gateway:TrustedProxies or Identity:TrustedProxies, so that its word on the client's address is believed.");
        }

        if (Missing(made, MatchKeys.Fbp) is > 0.25 and var browser)
        {
            yield return new SiteFinding("no_fbp", "warning", $"No fbp on {Percent(browser)} of events.",
                "The pixel's cookie is missing: its script is blocked or not on every page. Identity:SetCookies sets it with the page, where the visitor allows it.");
        }

        var purchases = made.Where(story => story.EventName == "Purchase").ToArray();
        if (purchases.Length >= FewEvents && purchases.Count(story => !story.MatchKeys.Contains("em") && !story.MatchKeys.Contains("ph")) / (double)purchases.Length is > 0.5 and var silent)
        {
            yield return new SiteFinding("no_contact", "warning", $"Neither e-mail nor phone on {Percent(silent)} of purchases.",
                "They are what Meta matches best by. The checkout's form or the confirmation page may have them: a rule with UserData reads them.");
        }
    }

    private IEnumerable<SiteFinding> OfConsent()
    {
        var all = stories.Newest(story => story.EventName.Length > 0, LookedAt);
        if (all.Count >= FewEvents && all.Count(story => story.Reason == "consent_unknown") / (double)all.Count is > 0.2 and var unknown)
        {
            yield return new SiteFinding("consent_unknown", "warning", $"{Percent(unknown)} of events are dropped because no consent could be read.",
                "Name the site's consent tool in Consent:Presets, or the cookie it writes in Consent:Cookies.");
        }
    }

    private IEnumerable<SiteFinding> OfConfiguration()
    {
        var current = rules.Current;
        if (current.Mode != ProxyCapiMode.Live)
        {
            yield return new SiteFinding("mode", "info", $"The mode is {current.Mode}: nothing is sent to Meta.", "Set ProxyCapi:Mode to Live when you are content with what you see.");
        }

        if (time.GetUtcNow() - _started >= RuleShouldHaveFitted)
        {
            foreach (var rule in current.Rules.Where(rule => !site.Rules.ContainsKey(rule.Name)))
            {
                yield return new SiteFinding("idle_rule", "info", $"Rule '{rule.Name}' has fitted nothing since the start.", "Compare its Match with the site's addresses, or take it out.");
            }
        }
    }

    private static double Missing(IReadOnlyList<EventStory> made, string key) => made.Count(story => !story.MatchKeys.Contains(key)) / (double)made.Count;

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
