using ProxyCapi.Configuration;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>What requests that are on their way together may say about their destination.</summary>
public sealed class PixelStateTests
{
    private static readonly DeliveryOptions Options = new();
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly SteppedClock _time = new();
    private readonly PixelState _pixel;

    public PixelStateTests() => _pixel = new PixelState("main", _time, new Jitter(new Random(1)));

    [Fact]
    public void Succeeded_RequestThatLeftBeforeAThrottle_LeavesItsPause()
    {
        var begun = _pixel.BeginRequest();
        _pixel.Failed(_pixel.BeginRequest(), Options, TenMinutes, isLong: false);

        Assert.Null(_pixel.Succeeded(begun, usagePercent: null, mostAtOnce: 4));

        Assert.Equal(TenMinutes, _pixel.PauseOf(Lane.Money));
    }

    [Fact]
    public void Succeeded_RequestThatLeftBeforeAHold_LeavesIt()
    {
        var begun = _pixel.BeginRequest();
        _pixel.Stop(_pixel.BeginRequest(), "190", "cure");

        Assert.Null(_pixel.Succeeded(begun, usagePercent: null, mostAtOnce: 4));

        Assert.Equal("190", _pixel.Hold?.Label);
        Assert.Equal(TimeSpan.FromSeconds(15), _pixel.PauseOf(Lane.Money));
        Assert.True(_pixel.OnlyProbes);
    }

    [Fact]
    public void Succeeded_RequestThatLeftBeforeADoubt_LeavesItDoubtful()
    {
        var begun = _pixel.BeginRequest();
        _pixel.Doubted(Options);

        _pixel.Succeeded(begun, usagePercent: null, mostAtOnce: 4);

        Assert.True(_pixel.IsDoubtful);
    }

    [Fact]
    public void Succeeded_RequestThatLeftAfterTheTrouble_EndsIt()
    {
        _pixel.Stop(_pixel.BeginRequest(), "190", "cure");
        _pixel.Failed(_pixel.BeginRequest(), Options, TenMinutes, isLong: false);

        Assert.Equal("190", _pixel.Succeeded(_pixel.BeginRequest(), usagePercent: null, mostAtOnce: 4)?.Label);

        Assert.Null(_pixel.Hold);
        Assert.Equal(TimeSpan.Zero, _pixel.PauseOf(Lane.Money));
        Assert.False(_pixel.OnlyProbes);
    }

    [Fact]
    public void Stop_OfSeveralRequestsAtOnce_PutsTheFirstProbeOffOnce()
    {
        var begun = _pixel.BeginRequest();

        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(_ => _pixel.Stop(begun, "190", "cure")));

        Assert.Equal(TimeSpan.FromSeconds(15), _pixel.PauseOf(Lane.Money));
        _pixel.Stop(_pixel.BeginRequest(), "190", "cure");
        Assert.Equal(TimeSpan.FromSeconds(30), _pixel.PauseOf(Lane.Money));
    }

    [Fact]
    public void Failed_AfterManySuccesses_HalvesWhatIsOnItsWayAtOnce()
    {
        for (var i = 0; i < 100; i++)
        {
            _pixel.Succeeded(_pixel.BeginRequest(), usagePercent: null, mostAtOnce: 4);
        }

        Assert.NotNull(_pixel.TryBegin(underWay: 3, most: 4));

        // Four that fail together are one failure, and no reason for probes.
        var begun = _pixel.BeginRequest();
        for (var i = 0; i < 8; i++)
        {
            _pixel.Failed(begun, Options, retryAfter: null, isLong: false);
        }

        Assert.Null(_pixel.TryBegin(underWay: 2, most: 4));
        Assert.False(_pixel.TryBegin(underWay: 1, most: 4)?.IsProbe);
    }
}
