using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>
/// Recorded exchanges through the real gateway: right events out, bytes unchanged. <c>PROXYCAPI_PAGES</c> names another folder in the format of
/// <c>tests/fixtures/pages</c> to play instead.
/// </summary>
public sealed class RecordedPagesTests(ITestOutputHelper output)
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    [Fact]
    public Task RecordedExchanges_EachInItsOrder_GiveTheExpectedEventsAndTheSameBytes() =>
        PlayFolderAsync(Environment.GetEnvironmentVariable("PROXYCAPI_PAGES") is { Length: > 0 } other ? other : Path.Combine(Fixtures, "pages"));

    [Fact]
    public Task ShopsOfEveryFamily_WithTheirTraps_GiveTheExpectedEventsAndTheSameBytes() => PlayFolderAsync(Path.Combine(Fixtures, "shops"));

    private async Task PlayFolderAsync(string folder)
    {
        var cases = Directory.GetDirectories(folder).Where(path => File.Exists(Path.Combine(path, "expected.json"))).Order(StringComparer.Ordinal).Select(Read).ToArray();
        Assert.NotEmpty(cases);
        var wrong = PageProblem.Kinds.ToDictionary(kind => kind, _ => 0);
        var failed = new List<string>();
        foreach (var page in cases)
        {
            var problems = await PlayAsync(page, cases);
            output.WriteLine($"{(problems.Count == 0 ? "ok    " : "WRONG ")} {page.Name}");
            foreach (var problem in problems)
            {
                output.WriteLine($"         {problem.Kind}: {problem.Text}");
            }

            foreach (var kind in problems.Select(problem => problem.Kind).Distinct())
            {
                wrong[kind]++;
            }

            failed.AddRange(problems.Select(problem => $"{page.Name}: {problem.Text}"));
        }

        output.WriteLine(string.Join(", ", wrong.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {cases.Length - pair.Value}/{cases.Length}"))));
        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
    }

    private static PageCase Read(string folder) => PageCase.Read(folder, Path.Combine(Fixtures, "rules", Path.GetFileName(folder) + ".json"));

    /// <summary>Plays a case after those that it follows, through one gateway; then once more, because a shopper reloads.</summary>
    private static async Task<IReadOnlyList<PageProblem>> PlayAsync(PageCase page, PageCase[] all)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var before = page.After.Select(name => all.Single(other => other.Name == name)).ToArray();
        await using var replay = await PageReplay.StartAsync([.. before, page]);
        var across = new List<JsonObject>();
        foreach (var earlier in before)
        {
            across.AddRange((await replay.PlayAsync(earlier, patience.Token)).Events);
        }

        var (answer, events) = await replay.PlayAsync(page, patience.Token);

        // Sending an event id once more is tolerated: Meta counts it once.
        var isRepeat = page.MostAcross is not null && events.All(sent => across.Exists(earlier => Id(earlier) == Id(sent)));
        var problems = new PageVerdict(page, isRepeat ? [] : events).Problems.ToList();
        if (page.MostAcross < across.Concat(events).Select(Id).Distinct().Count())
        {
            problems.Add(new("must_not", "more events than allowed across " + string.Join(", ", page.After)));
        }

        // The visitor's memory is a work of its own; what does not need it is checked.
        problems.RemoveAll(problem => problem.Kind == "user_data" && page.NeedsMemory);
        problems.AddRange(Changes(page.Response, answer).Select(text => new PageProblem("bytes", text)));
        var again = (await replay.PlayAsync(page, patience.Token)).Events.Where(sent => sent["event_name"]!.GetValue<string>() == "Purchase");
        problems.AddRange(again.Where(sent => !events.Any(first => Id(first) == Id(sent))).Select(sent => new PageProblem("event_id", "the same order seen again got another event id")));
        return problems;
    }

    private static string Id(JsonObject sent) => $"{sent["event_name"]} {sent["event_id"]}";

    private static IEnumerable<string> Changes(RecordedMessage recorded, RecordedMessage answer)
    {
        if (recorded.StartLine != answer.StartLine)
        {
            yield return $"the status line is '{answer.StartLine}'";
        }

        if (!recorded.Body.AsSpan().SequenceEqual(answer.Body))
        {
            yield return "the body is not the site's";
        }

        foreach (var (name, value) in recorded.Headers.Where(header => answer.Header(header.Key) != header.Value))
        {
            yield return $"{name} is '{answer.Header(name)}', not '{value}'";
        }

        // The proxy's server must date an answer that has no date (RFC 9110 section 6.6.1); nothing else may be new.
        foreach (var (name, _) in answer.Headers.Where(header => header.Key != "Date" && recorded.Header(header.Key) is null))
        {
            yield return $"{name} was added";
        }
    }
}
