using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Diagnostics.Books;

public sealed class ConversionBooksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-books-");
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 30, 12, 59, 50, TimeSpan.Zero));
    private readonly ConversionBooks _books = new();

    private StoreFolder Folder => new(Path.Combine(_folder.FullName, "data"));

    private BooksFile File => new(Folder, new SqliteSettings());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Take_AfterCounting_GivesEachCountOnce()
    {
        Parallel.For(0, 1000, i =>
        {
            _books.ExchangeEnded(ExchangeReason.NoMarker);
            _books.EventCreated("Purchase", "main");
            _books.EventEnded("Purchase", "main", i % 10 == 0 ? EventReason.Duplicate : EventReason.Accepted);
        });

        var lines = _books.Take().OrderBy(line => line.Kind).ThenBy(line => line.Outcome, StringComparer.Ordinal).ToArray();

        Assert.Equal(
            [
                new(BookKind.ExchangeEnded, "", "", "nothing", "no_marker", 1000),
                new(BookKind.EventCreated, "Purchase", "main", "", "", 1000),
                new(BookKind.EventEnded, "Purchase", "main", "accepted", "accepted", 900),
                new(BookKind.EventEnded, "Purchase", "main", "duplicate", "duplicate", 100),
            ],
            lines);
        Assert.Empty(_books.Take());
        _books.GiveBack(lines);
        Assert.Equal(lines.Order(Comparer<BookLine>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()))), _books.Take().Order(Comparer<BookLine>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()))));
    }

    [Fact]
    public void Keeper_OverTheHour_AddsToTheHourItWritesIn()
    {
        using var keeper = new BooksKeeper(_books, File, _clock, NullLogger<BooksKeeper>.Instance);
        _books.EventCreated("Purchase", "main");
        keeper.Write();
        _books.EventCreated("Purchase", "main");
        keeper.Write();
        _clock.Advance(TimeSpan.FromSeconds(20));
        _books.EventCreated("Purchase", "main");
        keeper.Write();

        Assert.Equal([(12, 2L), (13, 1L)], File.Read(_clock.GetUtcNow().AddDays(-1)).Select(entry => (entry.Hour.Hour, entry.Line.Count)));
        Assert.Equal([(13, 1L)], File.Read(_clock.GetUtcNow()).Select(entry => (entry.Hour.Hour, entry.Line.Count)));
    }

    [Fact]
    public void Keeper_AfterNinetyDays_ForgetsTheOldHours()
    {
        using var keeper = new BooksKeeper(_books, File, _clock, NullLogger<BooksKeeper>.Instance);
        _books.EventCreated("Purchase", "main");
        keeper.Write();
        _clock.Advance(BooksFile.Kept + TimeSpan.FromHours(2));
        _books.EventCreated("Lead", "main");
        keeper.Write();

        Assert.Equal(["Lead"], File.Read(DateTimeOffset.UnixEpoch).Select(entry => entry.Line.EventName));
    }

    [Fact]
    public void Keeper_WhileTheDiskTakesNothing_KeepsTheCountsAndWritesThemLater()
    {
        // A file stands where the folder should be.
        System.IO.File.WriteAllText(Folder.Path, "");
        using var keeper = new BooksKeeper(_books, File, _clock, NullLogger<BooksKeeper>.Instance);
        _books.EventCreated("Purchase", "main");
        keeper.Write();
        System.IO.File.Delete(Folder.Path);
        _books.EventCreated("Purchase", "main");
        keeper.Write();

        Assert.Equal(2, Assert.Single(File.Read(DateTimeOffset.UnixEpoch)).Line.Count);
    }

    [Fact]
    public void Keeper_OnADamagedFile_SetsItAsideAndBeginsAnew()
    {
        Folder.Create();
        System.IO.File.WriteAllText(Folder.Books, new string('x', 20_000));
        using var keeper = new BooksKeeper(_books, File, _clock, NullLogger<BooksKeeper>.Instance);
        _books.EventCreated("Purchase", "main");
        keeper.Write();
        keeper.Write();

        Assert.Equal(1, Assert.Single(File.Read(DateTimeOffset.UnixEpoch)).Line.Count);
        Assert.Single(Directory.EnumerateFiles(Folder.Path, "books.db.damaged-*"));
    }

    [Fact]
    public void Keeper_WritesItsFile_ForItsOwnerAlone()
    {
        using var keeper = new BooksKeeper(_books, File, _clock, NullLogger<BooksKeeper>.Instance);
        _books.EventCreated("Purchase", "main");
        keeper.Write();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(StoreFolder.FileMode, System.IO.File.GetUnixFileMode(Folder.Books));
        }
    }
}
